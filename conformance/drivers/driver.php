<?php

// The conformance script in PHP. Prints a line for each check: outcome, name, detail.

require 'vendor/autoload.php';

use WorkOS\Exception;
use WorkOS\SessionManager;
use WorkOS\WorkOS;

$plan = json_decode(file_get_contents(getenv('GATEHOUSE_PLAN')), true);

// Without retries: what the server answers at once is what is checked.
$connect = fn (string $apiKey) => new WorkOS($apiKey, $plan['clientId'], $plan['baseUrl'], 60, 0);
$workos = $connect($plan['apiKey']);
$users = $workos->userManagement();

function check(string $name, callable $act): void
{
    try {
        echo 'ok', "\t", $name, "\t", $act() ?? '', PHP_EOL;
    } catch (Throwable $error) {
        $text = get_class($error) . ': ' . $error->getMessage();
        echo 'fail', "\t", $name, "\t", substr(str_replace("\n", ' ', $text), 0, 300), PHP_EOL;
    }
}

function expect(mixed $actual, mixed $wanted): void
{
    if ($actual !== $wanted) {
        throw new Exception(var_export($actual, true) . ' is not ' . var_export($wanted, true));
    }
}

function refused(string $kind, callable $act): string
{
    try {
        $act();
    } catch (Throwable $error) {
        if ($error instanceof $kind) {
            return (new ReflectionClass($error))->getShortName();
        }
        throw $error;
    }
    throw new LogicException('it was not refused');
}

/** As a browser does, one step: the status and where it leads. */
function follow(string $url): array
{
    $request = curl_init($url);
    curl_setopt_array($request, [CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => false]);
    curl_exec($request);
    return [curl_getinfo($request, CURLINFO_RESPONSE_CODE), curl_getinfo($request, CURLINFO_REDIRECT_URL)];
}

function parameters(string $url): array
{
    parse_str(parse_url($url, PHP_URL_QUERY), $found);
    ksort($found);
    return $found;
}

function sessionId(object $answer): string
{
    return json_decode(base64_decode(strtr(explode('.', $answer->accessToken)[1], '-_', '+/')), true)['sid'];
}

$signIn = fn () => $users->authenticateWithPassword($plan['email'], $plan['password']);
$refreshWith = fn (string $token) => $users->authenticateWithRefreshToken($token);
$authenticate = function (object $answer, string $accessToken) use ($workos, $plan): array {
    $data = SessionManager::sealSessionFromAuthResponse(
        $accessToken,
        $answer->refreshToken,
        $plan['cookiePassword'],
        $answer->user->toArray(),
    );
    return $workos->sessionManager()->authenticate($data, $plan['cookiePassword'], $plan['clientId'], $plan['baseUrl']);
};

check('password', function () use ($signIn, $plan) {
    $answer = $signIn();
    expect($answer->user->email, $plan['email']);
    expect($answer->accessToken !== '' && $answer->refreshToken !== '', true);
});
check('code', fn () => expect($users->authenticateWithCode($plan['code'])->user->email, $plan['email']));
check('verify-token', function () use ($signIn, $authenticate) {
    $answer = $signIn();
    expect($authenticate($answer, $answer->accessToken)['session_id'] ?? null, sessionId($answer));
    [$head, $payload, $signature] = explode('.', $answer->accessToken);
    expect($authenticate($answer, "$head.$payload." . strrev($signature))['reason'] ?? null, 'invalid_jwt');
});
check('sealed-session', function () use ($signIn, $authenticate, $plan) {
    $answer = $signIn();
    expect($authenticate($answer, $answer->accessToken)['user']['email'], $plan['email']);
});
check('refresh', function () use ($signIn, $refreshWith) {
    $answer = $signIn();
    expect(sessionId($refreshWith($answer->refreshToken)), sessionId($answer));
    return 'by token: the sealed refresh of this SDK expects the server to seal';
});
check('list-sessions', function () use ($signIn, $users) {
    $answer = $signIn();
    $ids = array_map(fn ($session) => $session->id, $users->listSessions($answer->user->id, limit: 100)->data);
    expect(in_array(sessionId($answer), $ids, true), true);
});
check('logout-url', function () use ($users) {
    $url = $users->getLogoutUrl('session_x');
    expect(parameters($url), ['session_id' => 'session_x']);
    return $url;
});
check('logout-url-with-return-to', function () use ($users, $plan) {
    $url = $users->getLogoutUrl('session_x', $plan['returnTo']);
    expect(parameters($url), ['return_to' => $plan['returnTo'], 'session_id' => 'session_x']);
    return $url;
});
check('logout-url-missing-id', function () use ($users) {
    expect(follow($users->getLogoutUrl(''))[0], 422);
    return '422 when followed';
});
check('follow-logout-url', function () use ($signIn, $users, $plan) {
    $ended = sessionId($signIn());
    expect(follow($users->getLogoutUrl($ended, $plan['returnTo'])), [302, $plan['returnTo']]);
    return $ended;
});
check('refresh-refused', function () use ($signIn, $users, $refreshWith) {
    $answer = $signIn();
    follow($users->getLogoutUrl(sessionId($answer)));
    return refused(Exception\BadRequestException::class, fn () => $refreshWith($answer->refreshToken));
});
check('revoke', function () use ($signIn, $users, $refreshWith) {
    $answer = $signIn();
    $users->revokeSession(sessionId($answer));
    refused(Exception\BadRequestException::class, fn () => $refreshWith($answer->refreshToken));
    return sessionId($answer);
});
check('paging', function () use ($users, $plan) {
    $first = $users->listUsers(limit: 2);
    expect(count($first->data), 2);
    $ids = [];
    foreach ($first->autoPagingIterator() as $user) {
        $ids[$user->id] = true;
    }
    expect(count($ids), $plan['people']);
});
check('error-400', fn () => refused(
    Exception\BadRequestException::class,
    fn () => $users->authenticateWithPassword($plan['email'], 'not the password'),
));
check('error-401', fn () => refused(
    Exception\AuthenticationException::class,
    fn () => $connect('sk_wrong')->userManagement()->listUsers(),
));
check('error-404', fn () => refused(Exception\NotFoundException::class, fn () => $users->getUser('user_unknown')));
check('error-422', fn () => refused(
    Exception\UnprocessableEntityException::class,
    fn () => $users->createUser('no address'),
));
check('error-429', fn () => refused(Exception\RateLimitExceededException::class, function () use ($users, $plan) {
    for ($i = 0; $i < 10; $i++) {
        $users->resetPassword($plan['email']);
    }
}));
check('webhook', function () use ($workos, $plan) {
    $verify = fn (string $body) => $workos->webhookVerification()
        ->verifyEvent($body, $plan['webhookHeader'], $plan['webhookSecret']);
    $verify($plan['webhookBody']);
    return refused(Throwable::class, fn () => $verify($plan['webhookBody'] . ' '));
});
