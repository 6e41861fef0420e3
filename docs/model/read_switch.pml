/* read_switch.pml - READ_SWITCH: modes RELAXED / TIGHTENING / STRICT, permits, P lost and regained
 *
 * COVERS   one key, two instances (a writer each), one read that may start at any time at either
 *          instance (reads have no effect, so one stands for all), one follower of the change
 *          stream, one coordinator that brings the mode back to STRICT and may crash NCRASH times
 *          at any of its steps and is then replaced.
 *   Every process may pause between any two steps (plain interleaving). A writer's sync may fail
 *   before the commit, or after it with the answer lost ("P unreachable", per attempt). A writer may
 *   die between its write to M and its sync. A fence read has two steps (answered by M, installed
 *   by the instance); its permit counts as handed out from the first.
 * CLAIMS   (a) a read that starts after an acknowledgment never returns an older version;
 *          (b) no acknowledged write is missing from M (trivial here: M is the only authority, and
 *              versions number the writes in M's order);
 *          (c) every quiet end state has M == P and mode STRICT (assert in Check, by `timeout`);
 *          no deadlock, and (LIVELOCK run) no endless run.
 * ABSTRACT time: a permit is valid until an Env step expires it; "wait TTL" is the guard that no
 *          valid permit of an older epoch is left (permit_clock.pml checks the clock arithmetic).
 *          M is one linearizable register (no replica set; but see STALE_PRIMARY, STALE_FENCE).
 *          Reads from M are left out (always newest). Key create/delete: backfill.pml.
 *          "post-check" is read as: the instance's permit NOW is valid and of the SAME epoch.
 *   Reductions that lose nothing: permits of the current epoch do not expire (an expired one only
 *   delays, or gives "unknown", which a writer may choose anyway); a fence is read again only if the
 *   permit is not of the current epoch; a lock is taken in one step with the read that follows it
 *   (a lock is a right mover); the follower's failed attempts are only delays.
 *   Acknowledgments come in one step with the last thing they need (a later one asks for less).
 *   epochSeen is written in one step with the install (publishing later only delays the
 *   coordinator): then "expired or seen" equals "no valid older permit", and seen[] exists only in
 *   the mutants that need it.
 * RUN      spin -a read_switch.pml && gcc -O2 -DSAFETY -DCOLLAPSE -DMEMLIM=5800 -o pan pan.c && ./pan -m300000
 * LIVELOCK the same without -DSAFETY, with -DNP, and ./pan -l -m300000
 * VARIANT  -DPOST_CURRENT must pass: post-check asks for a valid permit (no CLOSED since the pre-check,
 *          here there is none) and from then on the mode of THAT permit rules: fewer "unknown" answers.
 * VARIANT  -DLEAVE must pass: the unit also leaves READ_SWITCH for the phase before it, where nobody waits for P, and
 *          comes back. Leaving sets RELAXED, waits until every permit older than that is over, and only then changes the
 *          phase. The document holds the epoch of its last change of mode, and a writer in RELAXED waits for permits older
 *          than that, whatever epoch it finds. Implies POST_CURRENT. Its mutants:
 *   LEAVE_NOWAIT   the phase is changed without the wait
 *   STRETCH_KEPT   a writer counts from the first RELAXED it saw, though there may have been STRICT in between unseen
 * MUTANTS  spin -a -D<NAME> read_switch.pml ...; each must give an error:
 *   NO_POST        no check of the permit after the write to M
 *   POST_ANY_EPOCH post-check asks only for a valid permit, of whatever epoch
 *   POST_CAPTURED  post-check asks only whether the permit of the START has not run out by the clock
 *   NO_TTL_WAIT    a write that found RELAXED (or set it) is acknowledged at once
 *   NO_RELAXED_WAIT the coordinator does not wait for older permits before its mark
 *   MARK_FIRST     the mark is written before that wait
 *   NO_MARK        no wait for the follower at all
 *   OLD_MARK       a new coordinator takes its dead predecessor's mark for its own
 *   PUBLISH_FIRST  epochSeen is written before the new permit replaces the old one
 *   LATE_START     a permit counts from the arrival of the answer, not from the start of the read
 *   NO_KEYLOCK     syncs do not lock the key
 *   READ_BEFORE_LOCK  syncs read M before they hold the key lock
 *   NO_PERMIT_READ a reader of P does not ask for a STRICT permit (an instance that still believes
 *                  in POSTGRES after a move back reads so, as the protocol is written)
 *   BLIND_STRICT   the coordinator's last step is not a compare-and-set
 *   MONO           (no mutant: a stronger claim) two reads in a row, the first from M, the second from
 *                  P, must not go back: fails, a write under way is seen and then unseen. Not promised.
 *   STALE_PRIMARY  the sync's read of M may be answered by a deposed primary: one version old, though
 *                  never older than the write or event the sync is for (a causal session gives that)
 *   STALE_FENCE    so may a fence read (one epoch old)
 * VARIANT  -DSTALE_PRIMARY -DLEAST_IN_P must pass: P keeps, per key and also for deleted ones, the time of
 *          the state it was last made equal to, and a sync reads M at that time or later (an alternative
 *          to linearizable reads)
 */
#ifndef NW0
#define NW0 1            /* writes by instance 0 */
#endif
#ifndef NW1
#define NW1 1            /* writes by instance 1 */
#endif
#ifndef MAXE
#define MAXE 7           /* highest epoch; nobody sets RELAXED above MAXE-2 */
#endif
#ifndef NCRASH
#define NCRASH 1         /* coordinator crashes */
#endif

#define RELAXED 1
#define TIGHT   2
#define STRICT  3
#ifdef LEAVE
#define FREE    4             /* RELAXED in the phase before READ_SWITCH: nobody waits */
#define POST_CURRENT
#define SETTLED (fm == STRICT || fm == FREE)
#else
#define SETTLED (fm == STRICT)
#endif

byte g = 1, mv = 1, pv = 1;   /* last version given out; value in M; value in P */
byte acked = 1;               /* newest acknowledged version */
byte fe = 1, fm = STRICT;     /* fence in M */
byte pe[2], pm[2];            /* permit of instance i: epoch (0: none), mode */
byte ne[2], nm[2];            /* fence read answered by M, not yet installed (0: none) */
#ifdef LEAVE
byte fw = 1;                  /* fence: epoch of the last change of mode */
byte pw[2], nw[2];            /* the same as the permit, or the read under way, has it */
#define ZCW cw = 0;
#define LOOKW cw = fw;
#define PERMITW cw = pw[i];
#define WAITED NOOLDER(cw)
#define READW(i) nw[i] = fw;
#ifdef STRETCH_KEPT
#define INSTALLW(i) pw[i] = (nm[i] != RELAXED -> 0 : (pw[i] -> pw[i] : nw[i])); nw[i] = 0;
#define DROPW(i)
#else
#define INSTALLW(i) pw[i] = nw[i]; nw[i] = 0;
#define DROPW(i) pw[i] = 0;
#endif
#define LOSEW(i) nw[i] = 0;
#else
#define ZCW
#define LOOKW
#define PERMITW
#define WAITED NOOLDER(ce)
#define READW(i)
#define INSTALLW(i)
#define DROPW(i)
#define LOSEW(i)
#endif
bool klock;                   /* key lock in P */
bool d1, mk, d2, mkdone;      /* change stream: events before the mark, mark, events after it */
byte wdone;
#if defined(PUBLISH_FIRST) || defined(POST_CAPTURED)
#define SEEN
byte seen[2];
#endif
#ifdef POST_CAPTURED
byte ke[2];                   /* permit a running write started with (0: none or expired) */
#define KEPTOLD(i,e) || (ke[i] && ke[i] < e)
#else
#define KEPTOLD(i,e)
#endif
#ifdef STALE_FENCE
byte oldm = STRICT;           /* mode of epoch fe-1 */
#endif

#ifdef LATE_START
#define OLD(i,e) ((pe[i] && pe[i] < e) KEPTOLD(i,e))
#else
#define OLD(i,e) ((pe[i] && pe[i] < e) || (ne[i] && ne[i] < e) KEPTOLD(i,e))
#endif
#define NOOLDER(e) (!OLD(0,e) && !OLD(1,e))
#ifdef SEEN
#define PASSED(i,e) (!OLD(i,e) || seen[i] >= e)
#else
#define PASSED(i,e) (!OLD(i,e))
#endif

inline setmode(m) {
#ifdef STALE_FENCE
  oldm = fm;
#endif
  fe++; fm = m;
#ifdef LEAVE
  fw = fe
#endif
}
inline event() { if :: mk -> d2 = 1 :: else -> d1 = 1 fi }

/* first half of a sync M->P: lock the key, read M */
inline lockread(x, least) {
#ifdef READ_BEFORE_LOCK
  x = mv;
#endif
  atomic {
#ifndef NO_KEYLOCK
    !klock -> klock = 1;
#endif
#ifndef READ_BEFORE_LOCK
    x = mv;
#ifdef STALE_PRIMARY
#ifdef LEAST_IN_P
    if :: x > least && x > pv -> x-- :: skip fi  /* nor older than the state P's row was made from */
#else
    if :: x > least -> x-- :: skip fi            /* but not older than this sync knows of (causal session) */
#endif
#endif
#endif
  }
}

inline ack() { if :: my > acked -> acked = my :: else -> skip fi }
#ifdef POST_CAPTURED
#define FORGET ce = 0; cm = 0; my = 0; x = 0; ZCW ke[i] = 0;
#else
#define FORGET ce = 0; cm = 0; my = 0; x = 0; ZCW
#endif

proctype Writer(byte i; byte n) {
  byte ce, cm, my, x;
#ifdef LEAVE
  byte cw;
#endif
next:
  if
  :: atomic { n == 0 -> wdone++; goto fin }
  :: atomic { n > 0 -> n = 0; goto next }                      /* or it writes less */
  :: atomic { n > 0 && pe[i] -> n--; ce = pe[i]; cm = pm[i];   /* pre-check */
#ifdef POST_CAPTURED
       ke[i] = ce
#endif
     }
  fi;
  atomic { g++; mv = g; my = g; event();                       /* write to M */
    if :: FORGET goto next :: skip fi };                       /* dies here, or M's answer is lost */
#if defined(NO_POST)
  skip;
#elif defined(POST_ANY_EPOCH)
  atomic { if :: pe[i] -> skip :: else -> FORGET goto next fi };
#elif defined(POST_CAPTURED)
  atomic { if :: ke[i] -> skip :: else -> FORGET goto next fi };
#elif defined(POST_CURRENT)
  atomic { if :: pe[i] -> ce = pe[i]; cm = pm[i]; PERMITW :: else -> FORGET goto next fi };
#else
  atomic { if :: pe[i] == ce -> skip :: else -> FORGET goto next fi };
#endif
again:
  if
  :: lockread(x, my);
     atomic { pv = x; klock = 0; if :: ack(); FORGET goto next :: x = 0 fi }   /* commit; or its answer is lost */
  :: skip                                                      /* P unreachable, or rolled back */
  fi;
  if
#ifdef LEAVE
  :: atomic { cm == FREE -> ack(); FORGET goto next }
  :: atomic { cm != RELAXED && cm != FREE ->
#else
  :: atomic { cm != RELAXED ->
#endif
       /* set RELAXED: compare-and-set */
       if
       :: fe == ce && fe <= MAXE-3 -> setmode(RELAXED); ce = fe; cm = RELAXED; LOOKW
       :: fe == ce && fe >  MAXE-3 -> FORGET goto next         /* bound of the model */
       :: fe != ce -> ce = fe; cm = fm; LOOKW goto again             /* lost the race: look again, sync again */
       fi }
  :: cm == RELAXED
  fi;
  atomic {
#ifndef NO_TTL_WAIT
    WAITED;                                                    /* RELAXED is TTL old */
#endif
    ack(); FORGET goto next };
fin: skip
}

active proctype Reader() {
  byte fl, i;
  atomic { if :: i = 0 :: i = 1 fi;
#ifndef NO_PERMIT_READ
end:   pm[i] == STRICT;                       /* (or there never is one: LEAVE) */
#endif
       i = 0; fl = acked };                      /* the read starts; permit checked */
  atomic { assert(pv >= fl); fl = 0 }            /* (a) the read of P happens, any time later */
}
#ifdef MONO
active proctype Reader2() {                      /* reads M, and after that P */
  byte r;
  r = mv;
  pm[1] == STRICT;
  atomic { assert(pv >= r); r = 0 }
}
#endif

active proctype Follower() {
  byte x;
#ifdef STALE_PRIMARY
  byte ev;                 /* newest version the event tells of */
#endif
end:
  do
#ifdef STALE_PRIMARY
  :: atomic { d1 -> d1 = 0; ev = mv };
     lockread(x, ev);
     atomic { pv = x; x = 0; ev = 0; klock = 0 }
#else
  :: atomic { d1 -> d1 = 0 };
     lockread(x, 0);
     atomic { pv = x; x = 0; klock = 0 }
#endif
  :: atomic { !d1 && mk -> mk = 0; mkdone = 1; d1 = d2; d2 = 0 }
  od
}

active proctype Coord() {
  byte e, crashes;
end:
  do
  :: atomic { fm == RELAXED && fe <= MAXE-2 -> setmode(TIGHT); e = fe }
     goto work;
  :: atomic { fm == TIGHT -> e = fe };           /* takes over a half done return to STRICT */
work:
#ifdef MARK_FIRST
     atomic { mk = 1; mkdone = 0 };
#endif
#ifndef NO_RELAXED_WAIT
     if :: PASSED(0,e) && PASSED(1,e) :: crashes < NCRASH -> goto crash fi;
#endif
#ifndef NO_MARK
#ifdef OLD_MARK
     atomic { if :: mk || mkdone -> skip :: else -> mk = 1 fi };
#elif !defined(MARK_FIRST)
     atomic { mk = 1; mkdone = 0 };
#endif
     if :: mkdone :: crashes < NCRASH -> goto crash fi;
#endif
#ifdef BLIND_STRICT
     atomic { if :: fe < MAXE -> setmode(STRICT) :: else -> skip fi; mkdone = 0; e = 0 };
#else
     atomic { if :: fe == e -> setmode(STRICT) :: else -> skip fi; mkdone = 0; e = 0 };
#endif
     goto again;
crash:
#ifdef OLD_MARK
     atomic { crashes++; e = 0 };
#else
     atomic { crashes++; d1 = d1 || d2; d2 = 0; mk = 0; mkdone = 0; e = 0 };   /* its mark means nothing to the next one */
#endif
again: skip
  od
}

#ifdef LEAVE
active proctype Leave() {
  byte e, w;
end:
  if
  :: atomic { (fm == STRICT || fm == TIGHT) && fe <= MAXE-3 -> setmode(RELAXED); e = fe; w = fw }
  :: atomic { fm == RELAXED -> e = fe; w = fw }
  fi;
#ifndef LEAVE_NOWAIT
  NOOLDER(w);
#endif
  atomic {
    if
    :: fe == e && fe < MAXE -> fe++; fm = FREE; w = 0; e = 0      /* the epoch of the mode stays */
    :: fe == e && fe == MAXE -> w = 0; e = 0; goto fin            /* bound of the model */
    :: fe != e -> w = 0; e = 0; goto fin                          /* gives the move up */
    fi };
  if
  :: atomic { fe < MAXE-2 -> fe++; fm = RELAXED }                 /* comes back */
  :: skip
  fi;
fin: skip
}
#endif

active proctype Env() {
end:
  do
#define ENVI(i) \
  :: atomic { !ne[i] && pe[i] != fe -> ne[i] = fe; nm[i] = fm; READW(i) }          /* M answers a fence read */ \
  :: atomic { ne[i] INSTALLGUARD(i) -> pe[i] = ne[i]; pm[i] = nm[i]; INSTALLW(i) ne[i] = 0; nm[i] = 0 } /* installed */ \
  :: atomic { pe[i] && pe[i] != fe -> pe[i] = 0; pm[i] = 0; DROPW(i) }             /* expires */ \
  :: atomic { ne[i] && ne[i] != fe -> ne[i] = 0; nm[i] = 0; LOSEW(i) }
#ifdef PUBLISH_FIRST
#define INSTALLGUARD(i) && seen[i] == ne[i]
#else
#define INSTALLGUARD(i)
#endif
  ENVI(0)
  ENVI(1)
#ifdef PUBLISH_FIRST
  :: atomic { ne[0] && seen[0] != ne[0] -> seen[0] = ne[0] }
  :: atomic { ne[1] && seen[1] != ne[1] -> seen[1] = ne[1] }
#elif defined(SEEN)
  :: atomic { pe[0] && seen[0] != pe[0] -> seen[0] = pe[0] }
  :: atomic { pe[1] && seen[1] != pe[1] -> seen[1] = pe[1] }
#endif
#ifdef POST_CAPTURED
  :: atomic { ke[0] && ke[0] != fe -> ke[0] = 0 }
  :: atomic { ke[1] && ke[1] != fe -> ke[1] = 0 }
#endif
#ifdef STALE_FENCE
  :: atomic { !ne[0] && !pe[0] && fe > 1 -> ne[0] = fe - 1; nm[0] = oldm }
#endif
  od
}

/* (c): runs only when nothing else can */
active proctype Check() {
  timeout -> assert(wdone == 2 && SETTLED && mv == pv && mv >= acked && !klock)
}

init { atomic { run Writer(0, NW0); run Writer(1, NW1) } }
