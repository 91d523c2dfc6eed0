<?php

require 'vendor/autoload.php';

$workos = new WorkOS\WorkOS(apiKey: 'sk_test_default', baseUrl: 'http://localhost:4100');

$url = $workos->userManagement()->getLogoutUrl(
    'session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE',
    'https://app.example.com/signed-out',
);

echo $url, PHP_EOL;
