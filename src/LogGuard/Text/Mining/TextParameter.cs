namespace LogGuard.Parsing;

/// <summary>A variable part of a line: where it stands and what it is. It refers to the line and holds no text.</summary>
/// <param name="Offset">Index of its first character in the line.</param>
/// <param name="Length">Number of its characters.</param>
/// <param name="Type">What it looks like in this line.</param>
/// <param name="Value">Its number, durations in seconds; NaN where it has none.</param>
public readonly record struct TextParameter(int Offset, int Length, ParameterType Type, double Value);
