namespace LogGuard.Parsing;

/// <summary>How a miner treats a line.</summary>
internal enum MiningMode
{
    /// <summary>Learns it; every template may widen.</summary>
    Learn,

    /// <summary>Learns it; settled templates stay as they are.</summary>
    LearnNew,

    /// <summary>Finds its template.</summary>
    Match,

    /// <summary>Reads its variables.</summary>
    Read,
}
