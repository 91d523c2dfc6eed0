/*
 * Refresh, sign-out and the revocation feed, as far as their order decides anything: README.md maps each step to the
 * function that takes it. Every step of a node is one statement or one commit on the database, and between two of them
 * anything may happen, a crash of the node too.
 *
 * Two parts are checked apart, because they meet only in the rows of the database:
 *   -DROTATION   two tabs refresh while the session is signed out, revoked in mass, or stolen
 *   -DFEED       two sign-outs at once, and a verifier that follows the feed through lost notifications and broken streams
 *
 * Each of the other -D switches breaks one rule, and must be found out:
 *   NO_ROW_CONDITION CACHED_CHECK SIGNED_FIRST REPLAY_UNCHECKED END_BEFORE_REFRESH REFRESHED_BACKWARDS MARK_BEFORE_COMMIT  (with ROTATION)
 *   ID_CURSOR NO_POLL HEARTBEAT_UNREAD SETTLED_ONLY FORGETFUL_RESUME ANNOUNCED_EARLY ACCEPTS_ALWAYS    (with FEED)
 */

#define SESSIONS 2
#define MOST_TRANSACTIONS 8
#define LAST_MOMENT 1
#define NOBODY 255

#define max(a, b) (a > b -> a : b)

/* ------------------------------------------------------------- what people were told: seen by the proof alone */

bool answered[SESSIONS]      /* a sign-out of this session was answered */
byte latest_iat[SESSIONS]    /* the greatest `iat` of an access token handed out */
byte handed_out[SESSIONS]    /* the greatest count of a refresh token handed out */
byte not_before[SESSIONS]    /* what the mark of the mass revocation says */
byte ends[SESSIONS]          /* how often the log tells of the end */

/* ------------------------------------------------------------------------------------------- the database */

typedef Session {
  bool ended          /* ended_at is not null */
  byte ended_at
  byte count          /* refresh_count */
  byte refreshed_at
  bool revoked        /* an open mass revocation covers it */
}
Session session[SESSIONS]

/* Transactions by their id, in the order in which they first wrote. The log has at most one event for each. */
typedef Transaction {
  bool running
  bool committed
  byte tells_of       /* the session whose end its event tells of */
  byte position       /* drawn from the sequence before the commit */
}
Transaction transaction[MOST_TRANSACTIONS]
byte next_transaction = 1
byte next_position = 1
bool is_changed       /* since the feed last looked: it polls for ever, but only a look after a change can find something */

byte now              /* one clock: what nodes' clocks differ by is not modelled */

inline begin(id) {
#ifdef FEED
  d_step {
    assert(next_transaction < MOST_TRANSACTIONS);
    id = next_transaction;
    next_transaction++;
    transaction[id].running = true;
    transaction[id].tells_of = NOBODY
  }
#else
  skip
#endif
}

inline commit(id) {
#ifdef FEED
  transaction[id].running = false; transaction[id].committed = true; is_changed = true
#else
  skip
#endif
}

inline roll_back(id) {
#ifdef FEED
  transaction[id].running = false; is_changed = true
#else
  skip
#endif
}

#ifdef END_BEFORE_REFRESH
#define LATER_OF(refreshed_at, at) at
#else
#define LATER_OF(refreshed_at, at) max(refreshed_at, at)
#endif

/* markSessionEnded. */
inline end_session(s, at) {
  session[s].ended = true;
  session[s].ended_at = LATER_OF(session[s].refreshed_at, at);
  ends[s]++;
  printf("session %d ends at %d\n", s, session[s].ended_at)
}

#ifdef CACHED_CHECK
bool cached_end[SESSIONS]
active proctype CacheRefresher() { do :: cached_end[0] != session[0].ended -> cached_end[0] = session[0].ended :: timeout -> break od }
#endif

/* ------------------------------------------------------------------------------------------------ refreshing */

#ifdef NO_ROW_CONDITION
#define IS_ALIVE(s) true
#else
#ifdef CACHED_CHECK
#define IS_ALIVE(s) (!cached_end[s])
#else
#define IS_ALIVE(s) (!session[s].ended)
#endif
#endif

/* POST /user_management/authenticate with grant_type=refresh_token, sent `times` times by one tab. */
proctype Tab(byte s; byte times) {
  byte token, granted, at, tx;
  bool is_late, was_revoked, is_granted;
ask:
  if :: times == 0 -> goto gone :: else -> times-- fi;
  d_step { granted = 0; is_granted = false; is_late = answered[s]; at = now;
    printf("tab %d asks with token %d at %d\n", _pid, token, at) };
#ifdef SIGNED_FIRST
  /* The row is looked at and the token signed; the rotation follows afterwards. */
  if
  :: d_step { session[s].ended || session[s].revoked || session[s].count != token -> at = 0 }; goto ask
  :: d_step { !session[s].ended && !session[s].revoked && session[s].count == token -> granted = token + 1 }
  fi;
  d_step { at = now; latest_iat[s] = max(latest_iat[s], at); token = granted; handed_out[s] = max(handed_out[s], granted);
    printf("tab %d is handed token %d and an access token of %d\n", _pid, token, at) };
  atomic { begin(tx); was_revoked = session[s].revoked };
  d_step {
    if
    :: IS_ALIVE(s) && !was_revoked && session[s].count == token - 1 ->
      session[s].count = token; session[s].refreshed_at = max(session[s].refreshed_at, at)
    :: else
    fi;
    commit(tx)
  };
  goto ask;
#endif
  /* advanceRefreshCount. What the statement sees of other tables is how they were when it began. */
  atomic { begin(tx); was_revoked = session[s].revoked };
  if
  :: d_step { IS_ALIVE(s) && !was_revoked && session[s].count == token ->
      session[s].count = token + 1;
#ifdef REFRESHED_BACKWARDS
      session[s].refreshed_at = at;
#else
      session[s].refreshed_at = max(session[s].refreshed_at, at);
#endif
      commit(tx);
      granted = token + 1; is_granted = true;
      printf("the row is rotated to token %d for tab %d, refreshed_at %d\n", granted, _pid, session[s].refreshed_at)
    }
  :: d_step { roll_back(tx) }; goto gone /* the node dies before the commit */
  :: d_step { !(IS_ALIVE(s) && !was_revoked && session[s].count == token) -> skip };
    /* judge: reads, and what it has read may be over by the next statement. */
    if
    :: d_step { session[s].ended || session[s].revoked || token >= session[s].count -> roll_back(tx) }; goto ask
    :: d_step { !session[s].ended && !session[s].revoked && token < session[s].count -> skip }
    fi;
    if
#ifdef REPLAY_UNCHECKED
    :: d_step { granted = session[s].count; is_granted = true; roll_back(tx); printf("tab %d is answered with token %d unchecked\n", _pid, granted) }
#else
    :: /* within the grace period: noteReplay */
      was_revoked = session[s].revoked;
      d_step {
        if
        :: !session[s].ended && !was_revoked ->
          session[s].refreshed_at = max(session[s].refreshed_at, at);
          granted = session[s].count; is_granted = true;
          printf("the replay of tab %d is noted, refreshed_at %d\n", _pid, session[s].refreshed_at)
        :: else
        fi;
        commit(tx)
      }
#endif
    :: /* after it: endSession with the reason refresh_token_reuse */
      d_step {
        if :: !session[s].ended -> end_session(s, at) :: else fi;
        commit(tx)
      }
    fi
  fi;
  d_step {
    if
    :: is_granted ->
      latest_iat[s] = max(latest_iat[s], at);
      handed_out[s] = max(handed_out[s], granted);
      token = granted;
      printf("tab %d is handed token %d and an access token of %d\n", _pid, token, at);
      assert(!is_late) /* I1: nothing is granted that was asked for after a sign-out was answered */
    :: else
    fi;
    was_revoked = false
  };
  goto ask;
gone:
}

/* ----------------------------------------------------------------------------------------------- signing out */

#ifdef FEED
bool notified                 /* NOTIFY has reached the node that the verifier is connected to */
#endif

/* GET /user_management/sessions/logout and everything else that calls endSession for one session. */
proctype SignOut(byte s) {
  byte at, tx;
  d_step { at = now; printf("a sign-out of session %d begins at %d\n", s, at) };
  begin(tx);
#ifdef FEED
  /* The event, in the same transaction; the row is locked from here on, so nobody else ends the session. */
  d_step { transaction[tx].tells_of = s; transaction[tx].position = next_position; next_position++;
    printf("transaction %d writes the end of session %d at position %d\n", tx, s, transaction[tx].position) };
#endif
  if
  :: atomic { /* the commit */
      d_step {
        if :: !session[s].ended -> end_session(s, at) :: else -> transaction[tx].tells_of = NOBODY fi;
        printf("the end of session %d commits\n", s);
        commit(tx)
      };
#ifdef FEED
      if :: notified = true :: printf("the notification of transaction %d is lost\n", tx) fi
#endif
    }
  :: d_step { roll_back(tx) }; goto gone /* the node dies */
  fi;
  d_step { answered[s] = true; is_changed = true; printf("the sign-out of session %d is answered\n", s) };
gone:
}

/* POST /user_management/sessions/revocations: one row, in force from its commit on. */
proctype MassRevocation(byte s) {
  byte tx;
#ifdef MARK_BEFORE_COMMIT
  not_before[s] = now;
#endif
  begin(tx);
  d_step {
    session[s].revoked = true; commit(tx);
#ifndef MARK_BEFORE_COMMIT
    not_before[s] = now;
#endif
    printf("a mass revocation commits, its mark says %d\n", not_before[s])
  };
  answered[s] = true;
  /* recordRevokedSessions, some time later and perhaps on another node. */
  run SignOut(s)
}

proctype Clock() { do :: now < LAST_MOMENT -> now++; printf("the clock says %d\n", now) :: break od }

/* -------------------------------------------------------------------------------------------------- the feed */

#ifdef FEED

mtype = { ordered, early, heartbeat }
/* What, of which session, at which position (a transaction's id), and of which sign-outs a heartbeat vouches. */
chan stream = [6] of { mtype, byte, byte, byte }

bool knows[SESSIONS]          /* the verifier's memory */
byte cursor                   /* the position it would resume from: Last-Event-ID */
byte vouched                  /* of these sign-outs a heartbeat says that they are enforced */
byte sent                     /* up to where the node has sent on this connection */
byte last_vouched = NOBODY

#define BIT(s) (1 << s)
#define ANSWERED (answered[0] * BIT(0) + answered[1] * BIT(1))

#ifdef ID_CURSOR
#define PLACE(t) transaction[t].position
#define IS_SETTLED(t) transaction[t].committed
#else
#define PLACE(t) t
#define IS_SETTLED(t) (transaction[t].committed && is_oldest)
#endif

/* Follows the log for one verifier. A heartbeat vouches for what was answered before the read behind it began. */
proctype Follower() {
  byte t, vouches, greatest;
  bool is_oldest, has_news;
end_read:
  atomic {
#ifdef NO_POLL
    len(stream) == 0 && notified;
#else
    len(stream) == 0 && is_changed;
#endif
    d_step {
      is_changed = false;
      vouches = ANSWERED; greatest = sent; has_news = false; is_oldest = true;
      t = 1;
      do
      :: t < next_transaction ->
        if :: transaction[t].running -> is_oldest = false :: else fi;
        if
#ifdef ANNOUNCED_EARLY
        :: transaction[t].tells_of != NOBODY && !transaction[t].committed && transaction[t].running ->
          stream!early, transaction[t].tells_of, 0, 0; has_news = true
#endif
        :: transaction[t].tells_of != NOBODY && IS_SETTLED(t) && PLACE(t) > sent ->
          stream!ordered, transaction[t].tells_of, PLACE(t), 0;
          greatest = max(greatest, PLACE(t)); has_news = true
#if !defined(SETTLED_ONLY) && !defined(ID_CURSOR)
        /* Committed, but an older transaction still runs: said at once, without a position. */
        :: transaction[t].tells_of != NOBODY && transaction[t].committed && !is_oldest && !knows[transaction[t].tells_of] ->
          stream!early, transaction[t].tells_of, 0, 0; has_news = true
#endif
        :: else
        fi;
        t++
      :: else -> break
      od;
      sent = greatest;
      notified = false;
      t = 0; greatest = 0; is_oldest = false
    };
#ifdef HEARTBEAT_UNREAD
  };
  /* The heart beats by itself: it vouches for what is so when it is sent, whatever was read. */
  atomic {
    vouches = ANSWERED;
#endif
    if
    :: has_news || vouches != last_vouched -> stream!heartbeat, 0, sent, vouches; last_vouched = vouches;
      printf("the node sends a heartbeat at position %d\n", sent)
    :: else
    fi;
    has_news = false; vouches = 0
  };
  goto end_read
}

proctype Verifier() {
  byte s, place, vouches;
end:
  do
  :: atomic { stream?ordered, s, place, _ ->
      assert(session[s].ended); /* nothing is announced that did not commit */
      knows[s] = true; cursor = place; printf("the verifier learns of session %d, position %d\n", s, place); s = 0; place = 0
    }
  :: atomic { stream?early, s, _, _ -> assert(session[s].ended); knows[s] = true; printf("the verifier learns of session %d early\n", s); s = 0 }
  :: atomic { stream?heartbeat, _, place, vouches -> cursor = place; vouched = vouched | vouches; printf("the verifier hears a heartbeat\n"); place = 0; vouches = 0 }
  od
}

/* The node dies or the stream breaks: whatever was under way is lost, and the verifier resumes from its position. */
proctype Breakage() {
  byte times = 2;
  do
  :: times > 0 && len(stream) > 0 -> d_step {
      do :: stream?_, _, _, _ :: empty(stream) -> break od;
#ifndef FORGETFUL_RESUME
      sent = cursor;
#endif
      last_vouched = NOBODY; is_changed = true; times--; printf("the stream breaks\n")
    }
  :: times == 0 -> break
  :: timeout -> break
  od
}

#ifdef ACCEPTS_ALWAYS
#define ACCEPTS(s) true
#else
#define ACCEPTS(s) (!knows[s])
#endif

/* Whenever it asks: a verifier that is not stale accepts no session whose sign-out was answered before its last heartbeat. */
#define IS_WRONG(s) ((vouched & BIT(s)) && ACCEPTS(s))
proctype Application() {
  do
  :: atomic { IS_WRONG(0) || IS_WRONG(1) -> printf("the verifier accepts a session that its heartbeat has vouched for as refused\n"); assert(false) }
  :: timeout -> break
  od
}

/* Another transaction that writes: while it runs, events that are younger are not settled. */
proctype Bystander() {
  byte tx;
  begin(tx);
  printf("transaction %d of somebody else runs\n", tx);
  roll_back(tx);
  printf("transaction %d has ended\n", tx)
}
#endif

/* ------------------------------------------------------------------------------------------------ what is run */

init {
  byte s;
  atomic {
#ifdef ROTATION
    run Clock();
    run Tab(0, 2);
    run Tab(0, 1);
    run SignOut(0);
    run MassRevocation(0);
#else
    run SignOut(0);
    run SignOut(1);
    run Bystander();
    run Follower();
    run Verifier();
    run Breakage();
    run Application();
#endif
  }
  timeout; /* nothing moves any more */
  d_step {
    s = 0;
    do
    :: s < SESSIONS ->
      assert(!answered[s] || session[s].ended || session[s].revoked); /* a sign-out that was answered is there */
      assert(ends[s] <= 1);                                            /* I8 */
      assert(!session[s].ended || latest_iat[s] <= session[s].ended_at); /* I4 */
      assert(handed_out[s] <= session[s].count);                       /* I5: no token is handed out that the row does not know */
      assert(!session[s].revoked || latest_iat[s] <= not_before[s]);   /* the mark covers every token of the session */
#ifdef FEED
      assert(!session[s].ended || knows[s]);                           /* no revocation is lost */
#endif
      s++
    :: else -> break
    od
  }
}
