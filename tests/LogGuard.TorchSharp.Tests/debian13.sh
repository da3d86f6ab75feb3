#!/usr/bin/env bash
# Runs every test of the TorchSharp engine, and the benchmarks that watch memory, on Debian 13 with the unmodified packages, for machines
# whose C++ runtime is older. Needs root, debootstrap and the .NET SDK, and takes about 3 GB.
#
#   debian13.sh [--root FOLDER] [--tests] [--short] [--many N] [--memory BATCHES]
#
# Without a choice: the tests, and then the memory benchmarks with 1,000 networks and 100,000 batches.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
root=${TMPDIR:-/var/tmp}/logguard-debian13
run=()
while [ $# -gt 0 ]; do
    case $1 in
        --root) root=$2; shift ;;
        --tests | --short) run+=("$1") ;;
        --many | --memory) run+=("$1=$2"); shift ;;
        *) sed -n '2,8s/^# \?//p' "$0"; exit 2 ;;
    esac
    shift
done
[ ${#run[@]} -gt 0 ] || run=(--tests --short --many=1000 --memory=100000)

sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
packages=libtorch-cpu-linux-x64

# The mirror is the one that this machine installs Debian from.
if [ ! -e "$root/etc/debian_version" ]; then
    mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' | sed -n 's/^Debian|Debian|//p' | head -n 1)}
    [ -n "$mirror" ] || { echo "Set DEBIAN_MIRROR: this machine's apt has no mirror of Debian." >&2; exit 1; }

    # The compiler is for the test that puts another library in the place of TorchSharp's.
    debootstrap --variant=minbase --include=gcc,libc6-dev trixie "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log" >&2; exit 1; }
fi

# Apart from the usual build, which has no libtorch.
dotnet build "$here" -c Release --artifacts-path "$repository/artifacts/debian13" -p:TorchPackage=$packages -p:RunAnalyzers=false -clp:ErrorsOnly -nologo

# The mounts are this process's own, and end with it.
export LOGGUARD_ROOT=$root LOGGUARD_REPOSITORY=$repository LOGGUARD_SDK=$sdk
in_root() {
    unshare --mount --fork --kill-child bash -ec '
        mkdir -p "$LOGGUARD_ROOT"/logguard "$LOGGUARD_ROOT"/dotnet
        mount --bind "$LOGGUARD_REPOSITORY" "$LOGGUARD_ROOT"/logguard
        mount --bind "$LOGGUARD_SDK" "$LOGGUARD_ROOT"/dotnet
        mount -t proc proc "$LOGGUARD_ROOT"/proc
        mount --rbind /dev "$LOGGUARD_ROOT"/dev
        exec chroot "$LOGGUARD_ROOT" /usr/bin/env -i PATH=/dotnet:/usr/bin:/bin HOME=/root DOTNET_ROOT=/dotnet DOTNET_NOLOGO=1 \
            DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 LOGGUARD_TORCH_REQUIRED=1 "$@"' - "$@"
}

binaries=/logguard/artifacts/debian13/bin
benchmarks=$binaries/LogGuard.TorchSharp.Benchmarks/release/LogGuard.TorchSharp.Benchmarks.dll
status=0
for one in "${run[@]}"; do
    case $one in
        --tests) in_root dotnet test $binaries/LogGuard.TorchSharp.Tests/release/LogGuard.TorchSharp.Tests.dll || status=1 ;;
        --short) in_root dotnet exec $benchmarks short --device cpu || status=1 ;;
        --many=*) in_root dotnet exec $benchmarks many --device cpu --networks "${one#*=}" || status=1 ;;
        --memory=*) in_root dotnet exec $benchmarks memory --device cpu --batches "${one#*=}" --steps 10000 || status=1 ;;
    esac
done
exit $status
