using System.Runtime.CompilerServices;

namespace HdfsReplay;

/// <summary>
/// Creates values for the placeholders of <see cref="HdfsTemplate"/> that resemble the real log. All strings and boxed numbers
/// come from tables built once, so filling a line allocates nothing. Equal seeds give equal lines: a session keeps its file,
/// its size and its four nodes, and the position selects the node.
/// </summary>
/// <remarks>Immutable after construction, so threads may share one instance.</remarks>
internal sealed class HdfsLineValues
{
    private const int NodeCount = 203; // about as many as in the real log
    private const int PortsPerNode = 16;
    private const int PathCount = 4096;
    private const int OffsetCount = 64;
    private const int ReplicaCount = 3;

    // Of 256 sessions this many hold a full block; the others hold the shorter end of a file.
    private const int FullBlocksOf256 = 244;

    private static readonly string[] Jobs =
    [
        "rand/_temporary/_task_200811092030_0001_m", "rand/_temporary/_task_200811101024_0001_m",
        "rand3/_temporary/_task_200811101024_0005_m", "rand6/_temporary/_task_200811101024_0013_m",
        "randtxt/_temporary/_task_200811092030_0003_m", "randtxt2/_temporary/_task_200811101024_0002_m",
        "sortrand/_temporary/_task_200811092030_0002_r", "sortrand2/_temporary/_task_200811101024_0003_r",
    ];

    private static readonly object[] Exceptions =
    [
        "java.io.IOException: Could not read from stream",
        "java.io.IOException: Connection reset by peer",
        "java.io.EOFException",
        "java.net.SocketTimeoutException",
        "java.io.IOException: Broken pipe",
        "java.net.NoRouteToHostException: No route to host",
        "java.io.IOException: Could not read from stream",
        "java.io.InterruptedIOException: Interruped while waiting for IO on channel", // spelled this way in the log
    ];

    private static readonly object[] Indexes = [0, 1, 2];

    private readonly uint _seed;
    private readonly object[] _addresses = new object[NodeCount];
    private readonly object[] _dataNodes = new object[NodeCount];
    private readonly object[] _clients = new object[NodeCount * PortsPerNode];
    private readonly object[] _sizes = new object[256];
    private readonly object[] _paths = new object[PathCount];
    private readonly object[] _directories = new object[65];
    private readonly object[] _offsets = new object[OffsetCount];
    private readonly object[] _resumeOffsets = new object[OffsetCount];
    private readonly object[] _metaOffsets = new object[OffsetCount];

    /// <summary>Builds the tables of about ten thousand small objects.</summary>
    public HdfsLineValues(int seed = 1)
    {
        _seed = (uint)seed;
        var random = new Random(seed);
        BuildNodes(random);

        for (var i = 0; i < PathCount; i++)
        {
            var part = random.Next(2000);
            _paths[i] = Text($"/user/root/{Jobs[i % Jobs.Length]}_{part:D6}_0/part-{part:D5}");
        }

        for (var i = 0; i < _sizes.Length; i++)
        {
            _sizes[i] = i < FullBlocksOf256 ? 67_108_864L : 3_540_000L + random.Next(25_000_000);
        }

        _directories[0] = "/mnt/hadoop/dfs/data/current";
        for (var i = 1; i < _directories.Length; i++)
        {
            _directories[i] = Text($"/mnt/hadoop/dfs/data/current/subdir{i - 1}");
        }

        for (var i = 0; i < OffsetCount; i++)
        {
            var packets = random.NextInt64(1, 900);
            var resumeAt = packets * 65_536;
            _offsets[i] = resumeAt + 65_536 * random.NextInt64(1, 16);
            _resumeOffsets[i] = resumeAt;
            _metaOffsets[i] = 7 + resumeAt / 512 * 4; // header, then four bytes of checksum per 512
        }
    }

    /// <summary>Returns the block id of a number, such as <c>blk_-1608999687919862906</c>. Allocates.</summary>
    public static string BlockId(int session)
    {
        var bits = unchecked((long)Mix(0x9E3779B97F4A7C15UL * ((uint)session + 1UL)));
        return Text($"blk_{bits}");
    }

    /// <summary>Returns the values of one line in a new array, for <c>ILogger.Write(level, template, values)</c>.</summary>
    /// <param name="template">The template whose placeholders are filled.</param>
    /// <param name="blockId">The session's block id.</param>
    /// <param name="sessionSeed">A number that identifies the session, such as its index.</param>
    /// <param name="position">Position of the line in its session, from 0.</param>
    public object?[] For(in HdfsTemplate template, string blockId, int sessionSeed, int position)
    {
        var values = new object?[template.Holes.Length];
        Fill(template, blockId, sessionSeed, position, values);
        return values;
    }

    /// <summary>
    /// Fills the caller's memory like <see cref="For"/>, without allocating. Serilog copies the values before it returns, so
    /// one array per number of placeholders can be reused.
    /// </summary>
    /// <returns>The number of values written, which is the number of placeholders.</returns>
    /// <exception cref="IndexOutOfRangeException"><paramref name="values"/> is shorter than the number of placeholders.</exception>
    public int Fill(in HdfsTemplate template, string blockId, int sessionSeed, int position, Span<object?> values)
    {
        var session = Mix(((ulong)_seed << 32 | (uint)sessionSeed) + 1);
        var line = Mix(session + (uint)position);
        var holes = template.Holes;
        for (var i = 0; i < holes.Length; i++)
        {
            values[i] = holes[i] == HoleKind.BlockId ? blockId : Value(holes[i], session, line, position);
        }

        return holes.Length;
    }

    private object Value(HoleKind kind, ulong session, ulong line, int position) => kind switch
    {
        HoleKind.DataNode => _dataNodes[Node(session, position % ReplicaCount)],
        HoleKind.Client => _clients[Node(session, position % ReplicaCount) * PortsPerNode + (int)(line % PortsPerNode)],
        // "terminating" and "Received" occur in pairs, so these two advance every second line.
        HoleKind.Address => _addresses[Node(session, position / 2 % ReplicaCount)],
        HoleKind.Index => Indexes[position / 2 % ReplicaCount],
        HoleKind.Reader => _addresses[line % 6 == 0 ? Node(session, position % ReplicaCount) : (int)((line >> 8) % NodeCount)],
        HoleKind.Sender => _dataNodes[Node(session, 0)],
        HoleKind.Target => _dataNodes[Node(session, ReplicaCount)],
        HoleKind.TargetClient => _clients[Node(session, ReplicaCount) * PortsPerNode + (int)(line % PortsPerNode)],
        HoleKind.Size => _sizes[session >> 48 & 255],
        HoleKind.Path => _paths[session >> 36 & (PathCount - 1)],
        HoleKind.Directory => _directories[(line & 1) == 0 ? 0 : (int)((line >> 8) % (ulong)_directories.Length)],
        HoleKind.Exception => Exceptions[line >> 16 & 7],
        HoleKind.Offset => _offsets[line % OffsetCount],
        HoleKind.ResumeOffset => _resumeOffsets[line % OffsetCount],
        HoleKind.MetaOffset => _metaOffsets[line % OffsetCount],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No values for this kind of hole."),
    };

    // Four nodes far apart on a ring of a prime number of nodes, so no node occurs twice in a session.
    private static int Node(ulong session, int replica)
    {
        var first = (uint)session % NodeCount;
        var step = (uint)(session >> 32) % (NodeCount - 1) + 1;
        return (int)((first + (uint)replica * step) % NodeCount);
    }

    private void BuildNodes(Random random)
    {
        var taken = new HashSet<string>();
        for (var node = 0; node < NodeCount;)
        {
            // A quarter of the real cluster is in 10.250, the rest in 10.251.
            var net = random.Next(4) == 0 ? Text($"250.{random.Next(5, 20)}") : Text($"251.{random.Next(25, 216)}");
            var address = Text($"10.{net}.{random.Next(2, 255)}");
            if (!taken.Add(address))
            {
                continue;
            }

            _addresses[node] = address;
            _dataNodes[node] = address + ":50010";
            for (var i = 0; i < PortsPerNode; i++)
            {
                _clients[node * PortsPerNode + i] = Text($"{address}:{random.Next(32_775, 61_000)}");
            }

            node++;
        }
    }

    private static string Text(DefaultInterpolatedStringHandler text) => text.ToStringAndClear();

    // The finalizer of SplitMix64: every input bit affects every output bit.
    private static ulong Mix(ulong x)
    {
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ x >> 27) * 0x94D049BB133111EBUL;
        return x ^ x >> 31;
    }
}
