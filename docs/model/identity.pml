/* identity.pml - which stores belong together
 *
 * COVERS   an instance with P0 and M0 (TWO: two of them), and one with M1 (OTHER_P: with P1) in its place. Each makes the first
 *          move (marks P with a name and the M it is paired with, then M, then P as confirmed, then flips P's row), asks
 *          both stores which installation they belong to, syncs, takes over a fence. SWAP: once, what answers one instance as
 *          M becomes the other M; the loss of the connection comes before. FEED: a follower reads M's change stream, whose position
 *          it saves in P.
 * CLAIM    a store is never acted on (row flipped, synced from or to, position saved, fence changed) by instances of two pairs; and who asks
 *          stores that are a pair is never told that they are not.
 * ABSTRACT a mark is read and written atomically, in M linearizably. No adoption: that makes a new mark, which is a new P.
 * RUN      spin -a -DTWO identity.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan
 *          also -DTWO -DOTHER_P, -DSWAP, -DSWAP -DFEED (must pass)
 * MUTANTS  (-D..., each must fail) NO_SRC P's mark does not name its M; NO_ROW the row's mark is not
 *          looked at; NO_FENCE a fence is taken over without a look at M's mark; NO_LOSS (with SWAP) what was read of M counts
 *          after the connection was lost; ASK_SOURCE_FIRST, ASK_TARGET_ONCE the order of the three questions;
 *          NO_LOOK (with SWAP FEED) a position is saved by whoever was a pair when the stream was opened
 */
#define NONE 255
#ifndef CHECKS
#define CHECKS 1
#endif
byte pmark[2], psrc[2]; bool pconf[2], pmoved[2];   /* in P: the mark, the M it names, confirmed, a unit beyond MONGO */
byte mmark[2], mtgt[2];                             /* in M: the mark, the P it names */
byte mateOfP[2] = NONE, mateOfM[2] = NONE;          /* ghosts: whom each was acted on with */
bool swapped;

inline act() {
  assert(mateOfP[p] == NONE || mateOfP[p] == m);
  assert(mateOfM[m] == NONE || mateOfM[m] == p);
  mateOfP[p] = m; mateOfM[m] = p
}

inline ask() {
  d_step { apart = 0; s = 0; stgt = 0 };
#ifdef ASK_SOURCE_FIRST
  atomic { s = mmark[m]; stgt = mtgt[m] };
#endif
  atomic { t1 = pmark[p]; t1sure = pmark[p] != 0 && (pconf[p] || pmoved[p]) };
#ifndef ASK_SOURCE_FIRST
  atomic { s = mmark[m]; stgt = mtgt[m]; known = 1 };
#else
  known = 1;
#endif
  atomic {
#ifndef ASK_TARGET_ONCE
    t1 = pmark[p];
#endif
    tsrc = psrc[p];
    if
    :: ours != 0 -> apart = (s != ours || t1 != ours)
    :: ours == 0 && s == 0 -> apart = t1sure
    :: ours == 0 && s != 0 ->
#ifdef NO_SRC
       apart = (t1 != s)
#else
       apart = (t1 != s || tsrc != m || stgt != p)
#endif
    fi;
    if
    :: ours == 0 && !apart && s != 0 -> ours = s
    :: else
    fi;
    /* a pair at the end of the questions, which both stores' marks say */
    assert(!(apart && pmark[p] != 0 && pmark[p] == mmark[m] && psrc[p] == m && mtgt[m] == p && ours == 0))
  }
}

proctype Instance(byte id, p, m; bool mayswap) {
  byte ours, s, stgt, t1, tsrc, checks, watched, losses; bool apart, t1sure, known, mine, claimed, synced, fenced;
#ifdef FEED
  byte opened, followed;
#endif
  ask();
end: do
  :: checks < CHECKS -> checks++; ask()
  :: !claimed && !apart && known -> claimed = 1;
     if
     :: ours == 0 ->
        atomic { if :: pmark[p] == 0 -> pmark[p] = id; psrc[p] = m :: else fi };
        atomic { t1 = pmark[p]; tsrc = psrc[p] };
        mine = 1;
#ifndef NO_SRC
        if :: tsrc != m -> mine = 0 :: else fi;
#endif
        if
        :: mine -> atomic { if :: mmark[m] == 0 -> mmark[m] = t1; mtgt[m] = p :: else fi }
        :: else
        fi;
        ask();
        if
        :: mine && ours == t1 -> pconf[p] = 1
        :: else
        fi
     :: else
     fi;
     if
     :: mine || ours != 0 ->
        atomic {                                       /* the flip, under the row's lock */
          if
#ifdef NO_ROW
          :: !apart && known -> act(); pmoved[p] = 1
#else
          :: ours != 0 && pmark[p] == ours && !apart && known -> act(); pmoved[p] = 1
#endif
          :: else
          fi
        }
     :: else
     fi
  :: !synced && !apart && known && pmoved[p] -> synced = 1;
     atomic {
       watched = losses;
#ifdef NO_ROW
       if :: 1 -> mine = 1 fi
#else
       mine = (ours != 0 && pmark[p] == ours)
#endif
     };
     if
     :: mine -> s = m                                  /* read from M, or written to it */;
        atomic { if :: known && watched == losses && !apart -> act() :: else fi }
     :: else
     fi
#ifdef FEED
  :: followed == 0 && !apart && known && ours != 0 && pmoved[p] -> followed = 1; opened = losses
  :: followed == 1 -> followed = 2;                    /* what answers the stream now has told a position */
     atomic {
       if
#ifdef NO_LOOK
       :: pmark[p] == ours -> act()
#else
       :: pmark[p] == ours && known && opened == losses && !apart -> act()
#endif
       :: else
       fi
     }
#endif
  :: !fenced && known && !apart -> fenced = 1;
     atomic {
       if
#ifdef NO_FENCE
       :: pmoved[p] -> act()
#else
       :: ours != 0 && mmark[m] == ours && pmoved[p] -> act()
#endif
       :: else
       fi
     }
#ifdef SWAP
  :: atomic { mayswap && !swapped -> swapped = 1;
     m = 1 - m;
#ifndef NO_LOSS
     losses++; known = 0
#endif
     }
#endif
  od
}

init {
  atomic {
    run Instance(1, 0, 0, 1);
#ifdef TWO
    run Instance(2, 0, 0, 0);
#endif
#ifndef OTHER_P
    run Instance(3, 0, 1, 0)
#else
    run Instance(4, 1, 0, 0)
#endif
  }
}
