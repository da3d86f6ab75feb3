namespace LogGuard.Workflows;

/// <summary>A part of the picture that is entered at its top and left at its bottom.</summary>
/// <param name="Left">Distance from its left edge to the line that enters and leaves it.</param>
/// <param name="Right">Distance from that line to its right edge.</param>
/// <param name="Height">Its height.</param>
/// <param name="Draw">Draws it, given the line's x and the top's y.</param>
internal sealed record SvgBlock(double Left, double Right, double Height, Action<SvgCanvas, double, double> Draw)
{
    public double Width => Left + Right;
}
