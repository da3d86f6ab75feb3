namespace LogGuard.Neural;

/// <summary>A tensor in the header of a safetensors file.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Begin">Offset of the first byte of its data from the end of the header.</param>
/// <param name="End">Offset of the byte after its data.</param>
internal sealed record SafetensorsEntry(string Name, int[] Shape, long Begin, long End);
