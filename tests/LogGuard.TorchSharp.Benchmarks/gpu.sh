#!/usr/bin/env bash
# All that is to be measured on a GPU, in one command and under ten minutes: whether results are right, how fast they come, and what
# happens when the GPU's memory runs short.
#
#   gpu.sh [--device cuda|cuda:N|cpu] [--publish FOLDER | --run FOLDER]
#
# The program is published with TorchSharp alone and its own .NET, 39 MB compressed. libtorch 2.10 comes from LD_LIBRARY_PATH or, without
# one, from the PyTorch 2.10 of python3. --publish only publishes, to copy the folder to another machine; --run takes such a folder.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
device=cuda
program=$here/../../artifacts/gpu
step=all
while [ $# -gt 0 ]; do
    case $1 in
        --device) device=$2; shift ;;
        --publish) program=$2; step=publish; shift ;;
        --run) program=$2; step=run; shift ;;
        *) sed -n '2,8s/^# \?//p' "$0"; exit 2 ;;
    esac
    shift
done

if [ $step != run ]; then
    # Apart from the usual build.
    dotnet publish "$here" -c Release -r linux-x64 --self-contained --artifacts-path "$here/../../artifacts/gpu-build" -o "$program" \
        -p:TorchPackage=TorchSharp -p:RunAnalyzers=false -clp:ErrorsOnly -nologo || exit 1
    cp "$0" "$program/"
    [ $step = publish ] && exit 0
fi

if [ -z "${LD_LIBRARY_PATH:-}" ]; then
    LD_LIBRARY_PATH=$(python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))') ||
        { echo "Set LD_LIBRARY_PATH to the folder of libtorch.so, version 2.10." >&2; exit 1; }
fi
export LD_LIBRARY_PATH

# Name, seconds that it may take, expected exit code, arguments.
failed=0
run() {
    local name=$1 seconds=$2 expected=$3
    shift 3
    echo "== $name"
    local start=$SECONDS code=0
    timeout "$seconds" "$program/LogGuard.TorchSharp.Benchmarks" "$@" --device "$device" || code=$?
    [ $code -eq "$expected" ] || { failed=$((failed + 1)); echo "$name: exit code $code instead of $expected" >&2; }
    echo "== $name: $((SECONDS - start)) s"
}

command -v nvidia-smi >/dev/null && nvidia-smi --query-gpu=name,driver_version,memory.total,memory.used --format=csv
run check 60 0 check
run parity 60 0 parity
run exit 30 7 exit
run rate 60 0 rate
[ "$device" = cpu ] || run rate-large 120 0 rate --large
[ "$device" = cpu ] || run rate-mixed 60 0 rate --large --mixed
run memory 90 0 memory --batches 20000 --steps 5000
run shortage 90 0 short --steps 4
echo "result name=gpu device=$device failed=$failed seconds=$SECONDS"
[ $failed -eq 0 ]
