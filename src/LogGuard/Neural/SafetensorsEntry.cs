namespace LogGuard.Neural;

/// <summary>A tensor as the header of a safetensors file announces it.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Begin">First byte of its data, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafetensorsEntry(string Name, int[] Shape, long Begin, long End);
