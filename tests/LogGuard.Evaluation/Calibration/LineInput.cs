namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>Any labelled log.</summary>
/// <param name="Path">The log, plain or gzip.</param>
/// <param name="Format">Name of a known format, or its fields.</param>
/// <param name="Labels">A file with a row for each session: its id, and behind the last comma its label; ids alone are anomalous.</param>
/// <param name="IsLabelFirst">Whether the first word of a line is its label, "-" for a normal one.</param>
/// <param name="SessionField">The field that names the session; null: as the format says, or each line by itself.</param>
internal sealed record LineInput(string Path, string Format, string? Labels, bool IsLabelFirst, string? SessionField);
