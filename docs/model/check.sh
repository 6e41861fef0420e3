#!/bin/bash
# Runs every model, variant and mutant and compares with what is expected.
#   ./check.sh [regex]   only the lines of the list below that match; results go to stdout, one row each
# Each row: verdict | model | -D switches | expected | got | states stored | depth | seconds | MB
# Needs spin, gcc; at most ~6 GB and 10 minutes a row. Works in a temporary directory.
here=$(cd "$(dirname "$0")" && pwd)
list() { cat <<'L'
read_switch|||pass
read_switch|-DPOST_CURRENT||pass
read_switch|-DNW0=2 -DNCRASH=0||pass
read_switch|-DNW0=2||pass
read_switch||NP|pass
read_switch|-DNO_POST||fail
read_switch|-DPOST_ANY_EPOCH||fail
read_switch|-DPOST_CAPTURED||fail
read_switch|-DNO_TTL_WAIT||fail
read_switch|-DNO_RELAXED_WAIT||fail
read_switch|-DMARK_FIRST||fail
read_switch|-DNO_MARK||fail
read_switch|-DOLD_MARK||fail
read_switch|-DPUBLISH_FIRST||fail
read_switch|-DLATE_START||fail
read_switch|-DNO_KEYLOCK||fail
read_switch|-DREAD_BEFORE_LOCK||fail
read_switch|-DNO_PERMIT_READ||fail
read_switch|-DBLIND_STRICT||fail
read_switch|-DSTALE_PRIMARY||fail
read_switch|-DSTALE_FENCE||fail
read_switch|-DMONO||fail
read_switch|-DSTALE_PRIMARY -DLEAST_IN_P||pass
read_switch|-DLEAVE -DNCRASH=0 -DNW1=0||pass
read_switch|-DLEAVE -DNCRASH=0 -DNW1=0 -DLEAVE_NOWAIT||fail
read_switch|-DLEAVE -DNCRASH=0 -DSTRETCH_KEPT||fail
permit_clock|||pass
permit_clock|-DSLOW=1 -DMARGIN=1||pass
permit_clock|-DFROM_ARRIVAL||fail
permit_clock|-DWAIT_FROM_SEND||fail
permit_clock|-DFOUND_FROM_START||fail
permit_clock|-DSLOW=1||fail
permit_clock|-DSLOW=9 -DMARGIN=1||fail
identity|-DTWO||pass
identity|-DTWO -DOTHER_P||pass
identity|-DSWAP||pass
identity|-DSWAP -DFEED||pass
identity|-DNO_SRC||fail
identity|-DNO_ROW||fail
identity|-DNO_FENCE||fail
identity|-DSWAP -DNO_LOSS||fail
identity|-DSWAP -DFEED -DNO_LOOK||fail
identity|-DTWO -DASK_SOURCE_FIRST||fail
identity|-DTWO -DASK_TARGET_ONCE||fail
cutover|-DMOVA=2||pass
cutover|-DMOVA=1 -DMOVB=1||pass
cutover|-DMOVA=1 -DNW0=2||pass
cutover|-DMOVA=3 -DNW1=0||pass
cutover|-DMOVA=2 -DPOST_CURRENT||pass
cutover|-DMOVA=2 -DREADS -DNW1=0||pass
cutover|-DMOVA=1 -DREADS||pass
cutover|-DMOVA=2 -DREADS -DNO_READ_POST -DNW1=0||pass
cutover|-DMOVA=1 -DLATE -DINFLIGHT||pass
cutover|-DMOVA=2 -DLATE||pass
cutover|-DMOVA=2 -DOUTSIDE -DNW1=0||pass
cutover|-DMOVA=1 -DREADS -DWITH_RELAXED||pass
cutover|-DMOVA=2 -DWITH_RELAXED||pass
cutover|-DMOVA=1 -DSPLIT||pass
cutover|-DMOVA=2 -DSPLIT -DNW1=0||pass
cutover|-DMOVA=1|NP|pass
cutover|-DMOVA=1 -DAW_FLIP||fail
cutover|-DMOVA=1 -DNO_BUMP||fail
cutover|-DMOVA=1 -DLATE_EPOCH||fail
cutover|-DMOVA=2 -DNW1=0 -DAW_BACK1 -DSOLO -DNCRASH=0||fail
cutover|-DMOVA=2 -DNW1=0 -DAW_BACK2||fail
cutover|-DMOVA=1 -DROLE_CACHE||fail
cutover|-DMOVA=2 -DNO_POST||fail
cutover|-DMOVA=2 -DPOST_ANY_EPOCH||fail
cutover|-DMOVA=1 -DREADS -DNO_SEEN||fail
cutover|-DMOVA=2 -DNO_SEEN||fail
cutover|-DMOVA=1 -DREADS -DLATE -DLIST_EARLY||fail
cutover|-DMOVA=1 -DREADS -DNW0=1 -DNW1=0 -DLATE -DINFLIGHT -DREAD_THEN_REG||fail
cutover|-DMOVA=2 -DNO_BARRIER||fail
cutover|-DMOVA=1 -DNO_BARRIER||pass
cutover|-DMOVA=1 -DNO_POST||pass
cutover|-DMOVA=1 -DNO_SEEN||pass
cutover|-DMOVA=2 -DNW1=0 -DNO_OUTBOX_WAIT||fail
cutover|-DMOVA=1 -DNO_EXCL||fail
cutover|-DMOVA=1 -DROW_BEFORE_LOCK||fail
cutover|-DMOVA=1 -DROWS_FIRST||fail
cutover|-DMOVA=1 -DREADS -DWITH_RELAXED -DFROM_RELAXED||fail
cutover|-DMOVA=1 -DREADS -DWITH_RELAXED -DWAIT_STRICT_ONLY||fail
cutover|-DMOVA=2 -DPOST_CURRENT -DNW1=0||pass
cutover|-DMOVA=1 -DREADS -DPOST_CURRENT -DNW1=0||pass
cutover|-DMOVA=1 -DREADS -DWITH_RELAXED -DPOST_CURRENT -DNW1=0||pass
cutover|-DMOVA=1 -DFEED_ONLY -DREADS -DPOST_CURRENT||pass
cutover|-DMOVA=2 -DFEED_ONLY -DREADS -DPOST_CURRENT -DNW1=0||pass
cutover|-DMOVA=1 -DFEED_ONLY -DREADS -DPOST_CURRENT -DCLOSED_FROM_P||fail
cutover|-DMOVA=1 -DFEED_ONLY -DPOST_CURRENT -DNO_BARRIER||fail
cutover|-DMOVA=1 -DFEED_ONLY -DPOST_CURRENT -DNO_SEEN||fail
cutover|-DMOVA=1 -DREADS -DPOST_CURRENT -DNW1=0 -DREMOVE||pass
cutover|-DMOVA=1 -DREADS -DPOST_CURRENT -DNW1=0 -DREMOVE -DREMOVE_UNASKED||fail
cutover|-DMOVA=1 -DREADS -DPOST_CURRENT -DNW1=0 -DREMOVE -DREMOVE_LIVE||fail
backfill|||pass
backfill|-DNW0=2 -DNW1=2||pass
backfill|-DNCRASH=2||pass
backfill|-DXID||pass
backfill|-DREC_IN_ROW -DNW0=1||pass
backfill|-DTOUCH_LAST||pass
backfill|-DWAIT_FOLLOWER||pass
backfill|-DCAPTURE_EARLY||pass
backfill|-DUPSERT||pass
backfill|-DEQUALIZE||pass
backfill|-DNOTE_DRAWN||pass
backfill|-DSTALE_P -DEQUALIZE -DREC_IN_ROW -DXID -DNOTE_DRAWN -DNW0=1||pass
backfill||NP|pass
backfill|-DAW_DONE||fail
backfill|-DXID -DTOUCH_LAST||fail
backfill|-DSTALE_P||fail
backfill|-DSTALE_P -DEMPTY_FIRST||pass
backfill|-DSTALE_P -DEMPTY_FIRST -DEMPTY_NOEXCL||fail
backfill|-DSTALE_P -DEQUALIZE||pass
backfill|-DSTALE_P -DEQUALIZE -DNO_OLD_WAIT||fail
backfill|-DSKIP_WAIT||fail
backfill|-DNO_BARRIER||fail
backfill|-DNO_RESYNC||fail
backfill|-DNOTE_LATE||fail
backfill|-DSTALE_CHUNK||fail
backfill|-DFEED_LATE||fail
backfill|-DNO_KEYLOCK||fail
rollback_zombie|||fail
rollback_zombie|-DANSWER||pass
rollback_zombie|-DANSWER -DGIVEUP||fail
rollback_zombie|-DANSWER -DEARLY||fail
rollback_zombie|-DANSWER -DCRASH||stuck
rollback_zombie|-DANSWER -DCRASH -DREAP||fail
rollback_zombie|-DANSWER -DTAKEOVER||fail
rollback_zombie|-DANSWER -DTAKEOVER -DDRAINED||pass
rollback_zombie|-DANSWER -DTAKEOVER -DDRAINED -DNEWER||fail
rollback_zombie|-DANSWER -DTAKEOVER -DDRAINED -DNEWER -DLOOK||pass
rollback_zombie|-DANSWER -DTAKEOVER -DDRAINED -DNEWER -DLOOK -DLOOK_EARLY||fail
rollback_zombie|-DMFENCE||pass
rollback_zombie|-DMFENCE -DGIVEUP -DCRASH -DTAKEOVER||pass
rollback_zombie|-DMFENCE -DGIVEUP -DCRASH||pass
rollback_zombie|-DMFENCE -DSLOT_LATE||fail
L
}
list | grep -E -- "${1:-.}" | while IFS='|' read -r m d np want; do
  t=$(mktemp -d); cp "$here/$m.pml" "$t"; cd "$t" || exit 1
  if [ "$np" = NP ]; then cc="-DNP"; ra="-l"; d2="$d (livelock)"; else cc="-DSAFETY"; ra=""; d2="$d"; fi
  spin -a $d $m.pml > spin.out 2>&1 && gcc -O2 $cc -DCOLLAPSE -DMEMLIM=5800 -o pan pan.c 2> gcc.out
  s=$SECONDS; timeout 600 ./pan $ra -m300000 > out 2>&1; rc=$?; s=$((SECONDS-s))
  if [ $rc = 124 ]; then got="timeout"
  elif grep -q "assertion violated" out; then got=fail
  elif grep -q "invalid end state (at" out; then got=stuck
  elif grep -q "non-progress cycle (at" out; then got=fail
  elif grep -q "errors: 0" out && ! grep -qE "Search not completed|max search depth too small" out; then got=pass
  else got="incomplete"; fi
  v=ok; [ "$got" = "$want" ] || v=UNEXPECTED
  st=$(awk '/states, stored/{printf "%d", $1}' out); dp=$(grep -o 'depth reached [0-9]*' out | awk '{print $3}')
  mb=$(awk '/total actual memory usage/{printf "%d", $1}' out)
  echo "$v | $m | $d2 | $want | $got | $st | $dp | $s | $mb"
  cd /; rm -rf "$t"
done
