namespace LogGuard.Parsing;

/// <summary>One named value of a line whose format carries such: a JSON property or a parameter of structured data.</summary>
/// <param name="Name">Its name, the same string for the same name as long as not too many are about.</param>
/// <param name="Value">Its text, for <see cref="LineParts.Slice"/>.</param>
/// <param name="Number">Its value where it was written as a number, NaN otherwise.</param>
internal readonly record struct LineProperty(string Name, LineRange Value, double Number)
{
    public bool IsNumber => !double.IsNaN(Number);
}
