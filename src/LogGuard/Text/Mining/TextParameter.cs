namespace LogGuard.Parsing;

/// <summary>A variable part of a line: its place, type and value. It holds no text.</summary>
/// <param name="Offset">Index of its first character in the line.</param>
/// <param name="Length">Number of its characters.</param>
/// <param name="Type">Its type in this line.</param>
/// <param name="Value">Its number, durations in seconds; NaN without one.</param>
public readonly record struct TextParameter(int Offset, int Length, ParameterType Type, double Value);
