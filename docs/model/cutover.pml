/* cutover.pml - READ_SWITCH -> POSTGRES and back, CLOSED, both fences, two coordinators
 *
 * COVERS   one key, two instances (a writer each), one follower (change stream and outbox),
 *          coordinators A and B, both able to start a move and to take over at any moment, even while
 *          the other one is alive and merely slow. A coordinator may crash (forget all, look again) at
 *          any step; a writer may die or lose an answer at any step. Switches that add to it:
 *   READS       one read, starting at any time at either instance, from M or P as its permit allows
 *   LATE        instance 1 registers at some later moment
 *   INFLIGHT    fence reads take two steps (answered by M; installed)
 *   OUTSIDE     another program writes M once, at any time
 *   WITH_RELAXED a write that cannot sync sets RELAXED, waits TTL, acknowledges (the way back to
 *               STRICT is in read_switch.pml)
 *   SPLIT       shared lock + row check, key lock + first read, as separate steps
 *   POST_CURRENT post-check: a valid, not CLOSED permit with the same count of CLOSEDs (`term`) as the
 *               pre-check had, instead of the same epoch
 *   FEED_ONLY   the unit replicates by the feed alone: a write is acknowledged once M has it, the mode is RELAXED and
 *               never STRICT, reads are made at M and in CLOSED wait, as writes do
 *   REMOVE      (LATE, INFLIGHT) instance 1 may be removed from the registry once it has been silent there for longer than a
 *               permit lasts. After each read of the fence the instance writes to the registry, and takes the permit only if
 *               it is still registered; else it drops its permit and registers anew. So whoever is silent holds none.
 * CHECKED PROTOCOL: protocol.md with these corrections (each can be taken out, see below):
 *   - P's row is {epoch, state}, state closed / open / draining; every flip is a compare-and-set on
 *     the epoch, under the exclusive lock;
 *   - a coordinator that takes over a CLOSED unit raises the epoch of P's (closed) row before it
 *     reopens M; only the coordinator that wrote CLOSED flips, with the epoch it read BEFORE CLOSED;
 *     before it sent the flip it may reopen M without P;
 *   - back: open -> draining (no authority writes, P->M syncs go on) -> closed (only with an empty
 *     outbox, seen under the exclusive lock) -> M STRICT;
 *   - the follower takes an event's direction from the row it reads under the lock, drops nothing;
 *   - post-check: same epoch as the pre-check.
 * CLAIMS   INV: never M's fence not CLOSED and P's row not closed; the authority always holds a version
 *          at least as new as the newest acknowledged one (nothing acknowledged is lost; no
 *          acknowledgment by a store that is not the authority, unless the authority has it already);
 *          reads never older than what was acknowledged when they started (READS); quiet end states
 *          have M == P, empty queues, and exactly one open authority (Check, by `timeout`: no deadlock,
 *          M reopened after every abort).
 * ABSTRACT versions are numbered when they take effect in a store, so a write of unknown outcome may
 *          take effect late (allowed by "unknown"). Time as in read_switch.pml. "Every instance has
 *          seen CLOSED" is checked in the weaker form "no instance holds a valid older permit" (seen,
 *          or TTL passed): that is enough. P->M replication is done by the follower only (a request's
 *          own P->M sync is the same steps under the same key lock). A P->M sync's write to M happens
 *          while its transaction lives (rollback_zombie.pml drops that).
 *          Acknowledgments come in one step with the last thing they need (the worst case: a later one
 *          asks for less). Lock + check + first read are one step (locks are right movers; SPLIT undoes it).
 * RUN      spin -a <-D...> cutover.pml && gcc -O2 -DSAFETY -DCOLLAPSE -DMEMLIM=5800 -o pan pan.c && ./pan -m300000
 *          configurations: see README.md / check.sh
 * LIVELOCK the same without -DSAFETY, with -DNP, and ./pan -l -m300000
 * AS WRITTEN (each must fail)
 *   AW_FLIP    flips ask only for the row's state, not its epoch; take-over reopens M without P
 *   NO_BUMP    flips are compare-and-set, but take-over reopens M without raising P's epoch
 *   LATE_EPOCH the flip uses an epoch of P's row read AFTER CLOSED
 *   AW_BACK1 (SOLO, NCRASH=0) back goes open -> closed -> empty the outbox; P->M syncs ask for "open" as
 *              written: stuck, the outbox never empties
 *   AW_BACK2   the same, but P->M syncs are allowed while closed: a take-over reopens M with P's
 *              acknowledged writes still in the outbox
 *   ROLE_CACHE the follower decides direction before the lock and drops what the row refuses
 * MUTANTS (each must fail)
 *   NO_POST POST_ANY_EPOCH   as in read_switch.pml
 *   NO_SEEN    step 3 skipped
 *   LIST_EARLY (LATE) instances listed before CLOSED
 *   READ_THEN_REG (LATE, INFLIGHT) an instance reads the fence before it registers
 *   NO_BARRIER step 4 skipped          NO_OUTBOX_WAIT  draining -> closed with entries left
 *   NO_EXCL    flips do not wait for shared holders
 *   ROW_BEFORE_LOCK the row is read in a snapshot older than the lock (REPEATABLE READ)
 *   ROWS_FIRST P->M sync reads the rows before the outbox entries it will delete
 *   FROM_RELAXED (READS, WITH_RELAXED) step 1 does not ask for STRICT
 *   WAIT_STRICT_ONLY (READS, WITH_RELAXED) RELAXED waits for STRICT permits only, not for CLOSED ones
 *   CLOSED_FROM_P (READS, FEED_ONLY) a read in CLOSED is made at P
 *   REMOVE_UNASKED (REMOVE) the permit is taken without that write: a removed instance goes on, unseen
 *   REMOVE_LIVE (REMOVE) an instance is removed whose permit still lasts
 * EXPECTED TO PASS: NO_READ_POST (READS) - a read of M is not checked afterwards, see README
 */
#ifndef NW0
#define NW0 1
#endif
#ifndef NW1
#define NW1 1
#endif
#ifndef MOVA
#define MOVA 2         /* moves coordinator A may start */
#endif
#ifndef MOVB
#define MOVB 0         /* moves coordinator B may start (it takes over in any case) */
#endif
#ifndef NCRASH
#define NCRASH 1       /* crashes and changes of mind while draining (elsewhere bounded by the moves) */
#endif
#ifdef REMOVE
#define LATE
#define INFLIGHT
#endif
#if defined(NO_EXCL) || defined(ROW_BEFORE_LOCK)
#define SPLIT
#endif
#if defined(AW_BACK1) || defined(AW_BACK2)
#define AW_BACK
#endif
#ifdef AW_FLIP
#define NO_BUMP
#endif
#ifdef AW_FLIP
#define EPOK(q) true
#else
#define EPOK(q) (pep == q)
#endif
#ifdef NO_EXCL
#define EXCL true
#else
#define EXCL (ush == 0)
#endif

#define RELAXED 1
#define STRICT  3
#define CLOSED  4
#ifdef FEED_ONLY
#define OPENM RELAXED  /* the mode in which M is open at rest */
#else
#define OPENM STRICT
#endif
#define PC 0           /* P's row: closed, open, draining */
#define PO 1
#define PD 2

byte g = 1, mv = 1, pv = 1, acked = 1;
byte fe = 1, fm = OPENM;             /* fence in M */
byte pst = PC, pep = 1, ush;         /* row in P; holders of the shared unit lock */
bool klock;
byte pe[2], pm[2];                   /* permits (epoch 0: none) */
#ifdef INFLIGHT
byte ne[2], nm[2];                   /* fence reads under way (epoch 0: none) */
#endif
#ifdef LATE
bool reg1;
#endif

bool d1, mk, d2; byte mkdone;        /* change stream; mkdone: whose mark was reached (0 none) */
byte mkown;
bool ob, obold;                      /* outbox entries; those a running sync will delete */
byte wdone;
#ifdef POST_CURRENT
byte term, pt[2], nt[2];
#endif

#ifdef INFLIGHT
#define OLD(i,e)   ((pe[i] && pe[i] < e) || (ne[i] && ne[i] < e))
#define OLDS(i,e)  ((pe[i] && pe[i] < e && pm[i] == STRICT) || (ne[i] && ne[i] < e && nm[i] == STRICT))
#else
#define OLD(i,e)   (pe[i] && pe[i] < e)
#define OLDS(i,e)  (pe[i] && pe[i] < e && pm[i] == STRICT)
#endif
#ifdef WAIT_STRICT_ONLY
#define TTLWAIT(e) (!OLDS(0,e) && !OLDS(1,e))
#else
#define TTLWAIT(e) (!OLD(0,e) && !OLD(1,e))
#endif

inline event() { if :: mk -> d2 = 1 :: else -> d1 = 1 fi }
inline reopenM() { fe++; fm = OPENM }
inline closeM() { fe++; fm = CLOSED;
#ifdef POST_CURRENT
  term++
#endif
}
inline ack() { if :: my > acked -> acked = my :: else -> skip fi }

proctype Writer(byte i; byte n) {
  byte ce, cm, my, x;
#ifdef POST_CURRENT
  byte ct;
#define ZCT ct = 0;
#else
#define ZCT
#endif
#define FORGET ce = 0; cm = 0; my = 0; x = 0; ZCT
again:
  if
  :: atomic { n == 0 -> wdone++; goto fin }
  :: atomic { n > 0 -> n = 0; goto again }           /* or it writes less */
  /* M is the authority, as far as this instance's permit says */
  :: atomic { n > 0 && pe[i] && pm[i] != CLOSED -> n--; ce = pe[i]; cm = pm[i];
#ifdef POST_CURRENT
       ct = pt[i]
#endif
     }
     atomic { g++; mv = g; my = g; event(); if :: FORGET goto again :: skip fi };
#if defined(NO_POST)
     skip;
#elif defined(POST_ANY_EPOCH)
     atomic { if :: pe[i] && pm[i] != CLOSED -> ce = pe[i]; cm = pm[i] :: else -> FORGET goto again fi };
#elif defined(POST_CURRENT)
     atomic { if :: pe[i] && pm[i] != CLOSED && pt[i] == ct -> ce = pe[i]; cm = pm[i] :: else -> FORGET goto again fi };
#else
     atomic { if :: pe[i] == ce -> skip :: else -> FORGET goto again fi };
#endif
#ifdef FEED_ONLY
     atomic { if :: ack() :: skip fi; FORGET goto again };
#else
     if
#ifdef SPLIT
#ifdef ROW_BEFORE_LOCK
     :: pst == PC -> ush++;
#else
     :: atomic { pst == PC -> ush++ };
#endif
        atomic { !klock -> klock = 1; x = mv };
#else
     :: atomic { pst == PC && !klock -> ush++; klock = 1; x = mv };
#endif
        atomic { pv = x; klock = 0; ush--; if :: ack(); FORGET goto again :: skip fi; x = 0 }
#ifndef WITH_RELAXED
     :: atomic { FORGET goto again }                /* P unreachable, or the row refuses: unknown */
     fi;
     atomic { FORGET goto again };
#else
     :: skip
     fi;
     if
     :: atomic { cm == STRICT && fe == ce -> fe++; fm = RELAXED; ce = fe }
     :: atomic { cm == STRICT && fe != ce ->
          if :: fm == RELAXED -> ce = fe :: else -> FORGET goto again fi }
     :: cm == RELAXED
     fi;
     atomic { TTLWAIT(ce) -> ack(); FORGET goto again };
#endif
#endif
  /* P is the authority, exactly */
#ifdef SPLIT
#ifdef ROW_BEFORE_LOCK
  :: atomic { n > 0 && pst == PO -> n-- }; ush++;
#else
  :: atomic { n > 0 && pst == PO -> n--; ush++ };
#endif
     atomic { g++; pv = g; my = g; ob = 1; ush--; if :: ack() :: skip fi; FORGET goto again }
#else
  :: atomic { n > 0 && pst == PO -> n--; g++; pv = g; my = g; ob = 1; if :: ack() :: skip fi; FORGET goto again }
#endif
  fi;
fin: skip
}

#ifdef READS
active proctype Reader() {
  byte fl, i, ce;
  atomic { if :: i = 0 :: i = 1 fi;
    if
#ifdef FEED_ONLY
    :: pst == PO -> i = 0; fl = acked; ce = pep; goto fromPO       /* P's row decides */
#ifdef CLOSED_FROM_P
    :: pm[i] == CLOSED -> i = 0; fl = acked; goto fromP
#endif
#else
    :: pm[i] == STRICT || pm[i] == CLOSED -> i = 0; fl = acked; goto fromP
#endif
    :: pm[i] == STRICT || pm[i] == RELAXED -> fl = acked; ce = pe[i]
    fi };
#ifdef NO_READ_POST
  atomic { assert(mv >= fl); goto fin };
#else
  atomic { if :: pe[i] == ce -> assert(mv >= fl) :: else -> skip fi; goto fin };
#endif
#ifdef FEED_ONLY
fromPO: atomic { if :: pst == PO && pep == ce -> assert(pv >= fl) :: else -> skip fi; goto fin };
#endif
#if !defined(FEED_ONLY) || defined(CLOSED_FROM_P)
fromP: atomic { assert(pv >= fl); goto fin };   /* (an instance that reads P because the row is open: INV) */
#endif
fin: atomic { fl = 0; i = 0; ce = 0 }
}
#endif

/* sync P->M: entries it will delete, rows, write to M, commit */
#ifdef ROWS_FIRST
#define READP(x) x = pv
#define READP2 atomic { obold = ob; ob = 0 };
#else
#define READP(x) obold = ob; ob = 0; x = pv
#define READP2
#endif
inline pmrest(x) {
  READP2
  atomic { if :: mv != x -> mv = x; event() :: else -> skip fi; x = 0 };
  atomic { obold = 0; klock = 0; ush-- }
}
#ifdef AW_BACK1
#define PMOK (pst == PO)
#elif defined(AW_BACK2)
#define PMOK (pst == PO || (pst == PC && fm == CLOSED))
#else
#define PMOK (pst == PO || pst == PD)
#endif

active proctype Follower() {
  byte x;
#if defined(ROLE_CACHE) || defined(SPLIT)
  bool toP;
#endif
end:
  do
#ifdef ROLE_CACHE
  :: atomic { d1 -> d1 = 0; toP = (pst == PC) };
     if
     :: atomic { toP && pst == PC && !klock -> ush++; klock = 1; x = mv; toP = 0 };
        atomic { pv = x; x = 0; klock = 0; ush-- }
     :: atomic { !toP && pst != PC && !klock -> ush++; klock = 1; READP(x) }; pmrest(x)
     :: atomic { toP != (pst == PC) -> toP = 0 }              /* refused: dropped */
     fi
#elif defined(SPLIT)
  :: d1 -> d1 = 0;
#ifdef ROW_BEFORE_LOCK
     if :: pst == PC -> ush++; toP = 1 :: pst != PC -> ush++; toP = 0 fi;
#else
     if :: atomic { pst == PC -> ush++; toP = 1 } :: atomic { pst != PC -> ush++; toP = 0 } fi;
#endif
     if
     :: toP  -> atomic { !klock -> klock = 1; x = mv }; atomic { pv = x; x = 0; toP = 0; klock = 0; ush-- }
     :: !toP -> atomic { !klock -> klock = 1; READP(x) }; pmrest(x)
     fi
#else
  :: atomic { d1 -> d1 = 0 };
     if
     :: atomic { pst == PC && !klock -> ush++; klock = 1; x = mv };
        atomic { pv = x; x = 0; klock = 0; ush-- }
     :: atomic { pst != PC && !klock -> ush++; klock = 1; READP(x) }; pmrest(x)
     fi
#endif
  :: atomic { !d1 && mk -> mk = 0; mkdone = mkown; mkown = 0; d1 = d2; d2 = 0 }
#ifdef SPLIT
#ifdef ROW_BEFORE_LOCK
  :: ob && PMOK -> ush++;
#else
  :: atomic { ob && PMOK -> ush++ };
#endif
     atomic { !klock -> klock = 1; READP(x) }; pmrest(x)
#else
  :: atomic { ob && PMOK && !klock -> ush++; klock = 1; READP(x) }; pmrest(x)
#endif
  od
}

proctype Coord(byte c; byte moves) {
  byte e, q, m, crashes;
#ifdef LIST_EARLY
  bool l1;
#define MUST1 l1
#define ZL1 l1 = 0;
#elif defined(LATE)
#define MUST1 reg1
#define ZL1
#else
#define MUST1 true
#define ZL1
#endif
#ifdef FROM_RELAXED
#define MAYCLOSE (fm == STRICT || fm == RELAXED)
#else
#define MAYCLOSE (fm == OPENM)
#endif
#define ZERO e = 0; q = 0; m = 0; ZL1
#define AGAIN atomic { ZERO goto top }
end:
top: if
  :: atomic { moves > 0 -> moves = 0; goto top }           /* or it moves less */
  :: atomic {                                              /* read the fence in M */
       (MAYCLOSE && moves > 0) || (fm == CLOSED && (pst != PO || moves > 0)) -> e = fe; m = fm;
#ifdef LIST_EARLY
       l1 = reg1
#endif
     }
     fi;
     atomic { q = pep;                                     /* read the row in P */
       if
       :: m != CLOSED && pst == PC && moves > 0 -> m = 0; moves--; goto fwd
       :: m == CLOSED && pst == PC -> m = 0; goto takeover
       :: m == CLOSED && pst == PO && moves > 0 -> m = 0; moves--; goto back
       :: m == CLOSED && pst == PD -> m = 0; goto drain
       :: else -> ZERO goto top
       fi };

fwd: atomic { if :: fe == e -> closeM(); e = fe :: else -> ZERO goto top fi };                /* 2 */
#ifndef NO_SEEN
     if :: !OLD(0,e) && (!MUST1 || !OLD(1,e)) :: goto abort :: AGAIN fi;                     /* 3; deadline; crash */
#endif
#ifdef LATE_EPOCH
     q = pep;
#endif
#ifndef NO_BARRIER
     atomic { d1 = d1 || d2; d2 = 0; mk = 1; mkown = c; mkdone = 0 };                          /* 4 */
     if :: atomic { mkdone == c -> mkdone = 0 } :: goto abort :: AGAIN fi;
#endif
     if :: atomic { EPOK(q) && pst == PC && EXCL -> pst = PO; pep++; ZERO goto top }           /* 5 */
        :: atomic { !EPOK(q) || pst != PC -> ZERO goto top }
        :: AGAIN
     fi;

abort: atomic { if :: fe == e -> reopenM() :: else -> skip fi; ZERO goto top };  /* own CLOSED, no flip sent: P not needed */

takeover:
#ifndef NO_BUMP
     atomic { if :: pep == q && pst == PC -> pep++ :: else -> ZERO goto top fi };
#endif
     atomic { if :: fe == e && fm == CLOSED -> reopenM() :: else -> skip fi; ZERO goto top };

#ifdef AW_BACK
back: atomic { if :: pep == q && pst == PO && EXCL -> pst = PC; pep++ :: pep != q || pst != PO -> ZERO goto top fi };
     if :: !ob && !obold :: atomic { crashes < NCRASH -> crashes++; ZERO goto top } fi;
     goto lastM;
drain: AGAIN;
#else
back: atomic { if :: EPOK(q) && pst == PO && EXCL -> pst = PD; pep++; q = pep :: !EPOK(q) || pst != PO -> ZERO goto top fi };
drain: if
#ifdef NO_OUTBOX_WAIT
     :: atomic { EPOK(q) && pst == PD && EXCL -> pst = PC; pep++ }
#else
     :: atomic { EPOK(q) && pst == PD && EXCL && !ob && !obold -> pst = PC; pep++ }
#endif
     :: atomic { !EPOK(q) || pst != PD -> ZERO goto top }
     :: atomic { crashes < NCRASH -> crashes++; ZERO goto top }
     :: atomic { EPOK(q) && pst == PD && EXCL && crashes < NCRASH -> crashes++; pst = PO; pep++; ZERO goto top }  /* gives the move up */
     fi;
#endif
lastM: atomic { if :: fe == e && fm == CLOSED -> reopenM() :: fe != e || fm != CLOSED :: skip fi; ZERO goto top };
}

active proctype Env() {
end:
  do
#ifdef POST_CURRENT
#define TN(i) nt[i] = term;
#define TI(i) pt[i] = nt[i]; nt[i] = 0;
#define TD(i) pt[i] = term;
#else
#define TN(i)
#define TI(i)
#define TD(i)
#endif
#ifdef LATE
#define REG1 reg1
#else
#define REG1 true
#endif
#ifdef INFLIGHT
#ifdef REMOVE
#define MAYREAD1 false
#define MAYINST1 && false
#ifdef REMOVE_LIVE
#define SILENT true
#else
#define SILENT !pe[1]
#endif
  :: atomic { !reg1 && !pe[1] && !ne[1] -> reg1 = 1 }
  :: atomic { !ne[1] && pe[1] != fe -> ne[1] = fe; nm[1] = fm; TN(1) }
#ifdef REMOVE_UNASKED
  :: atomic { ne[1] -> pe[1] = ne[1]; pm[1] = nm[1]; ne[1] = 0; nm[1] = 0; TI(1) }
#else
  :: atomic { ne[1] && reg1 -> pe[1] = ne[1]; pm[1] = nm[1]; ne[1] = 0; nm[1] = 0; TI(1) }
  :: atomic { ne[1] && !reg1 -> pe[1] = 0; pm[1] = 0; ne[1] = 0; nm[1] = 0; reg1 = 1 }
#endif
  :: atomic { pe[1] -> pe[1] = 0; pm[1] = 0 }
  :: atomic { ne[1] -> ne[1] = 0; nm[1] = 0 }
  :: atomic { reg1 && SILENT -> reg1 = 0 }
#elif defined(READ_THEN_REG)
#define MAYREAD1 true
#define MAYINST1 && reg1
  :: atomic { !reg1 && ne[1] -> reg1 = 1 }
#else
#define MAYREAD1 REG1
#define MAYINST1
#ifdef LATE
  :: atomic { !reg1 -> reg1 = 1 }
#endif
#endif
#define ENVI(i,mayread,mayinst) \
  :: atomic { mayread && !ne[i] && pe[i] != fe -> ne[i] = fe; nm[i] = fm; TN(i) } \
  :: atomic { ne[i] mayinst -> pe[i] = ne[i]; pm[i] = nm[i]; ne[i] = 0; nm[i] = 0; TI(i) } \
  :: atomic { pe[i] && pe[i] != fe -> pe[i] = 0; pm[i] = 0 } \
  :: atomic { ne[i] && ne[i] != fe -> ne[i] = 0; nm[i] = 0 }
  ENVI(0,true,)
  ENVI(1,MAYREAD1,MAYINST1)
#else
#ifdef LATE
  :: atomic { !reg1 -> reg1 = 1 }
#endif
#define ENVI(i,mayread) \
  :: atomic { mayread && pe[i] != fe -> pe[i] = fe; pm[i] = fm; TD(i) } \
  :: atomic { pe[i] && pe[i] != fe -> pe[i] = 0; pm[i] = 0 }
  ENVI(0,true)
  ENVI(1,REG1)
#endif
  od
}

#ifdef OUTSIDE
active proctype Outside() { atomic { g++; mv = g; event() } }
#endif

#define AUTHP (pst != PC)
#ifdef AW_BACK
#define INV (!(fm != CLOSED && AUTHP) && (!AUTHP || pv >= acked) && (fm == CLOSED || mv >= acked))
#else
#define INV (!(fm != CLOSED && AUTHP) && (!AUTHP || pv >= acked) && (AUTHP || mv >= acked))
#endif
active proctype Inv() {
end: atomic { !INV -> assert(false) }
}

active proctype Check() {
  timeout -> assert(wdone == 2 && mv == pv && !ob && !obold && ush == 0 && !klock &&
     ((fm != CLOSED && pst == PC) || (fm == CLOSED && pst == PO)))
}

init { atomic { run Writer(0, NW0); run Writer(1, NW1); run Coord(1, MOVA);
#ifndef SOLO
  run Coord(2, MOVB)
#endif
} }
