namespace LogGuard.Parsing;

/// <summary>One line's request to a miner, and the answer.</summary>
internal ref struct MiningRequest(MiningMode mode)
{
    public readonly MiningMode Mode = mode;

    /// <summary>The template whose variables are read.</summary>
    public int Id;

    /// <summary>Receives the variables.</summary>
    public Span<TextParameter> Parameters;

    /// <summary>The line's template, and how the line changed it.</summary>
    public MiningResult Result;

    /// <summary>Number of variables, including those without room in <see cref="Parameters"/>.</summary>
    public int ParameterCount;
}
