namespace LogGuard.Parsing;

/// <summary>One named value of a line: a JSON property or a parameter of structured data.</summary>
/// <param name="Name">Its name. Equal names are the same string unless there are too many.</param>
/// <param name="Value">Its text, for <see cref="LineParts.Slice"/>.</param>
/// <param name="Number">Its value if it was written as a number; otherwise NaN.</param>
internal readonly record struct LineProperty(string Name, LineRange Value, double Number)
{
    public bool IsNumber => !double.IsNaN(Number);
}
