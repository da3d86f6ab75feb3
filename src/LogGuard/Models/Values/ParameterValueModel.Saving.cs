using System.Runtime.InteropServices;
using LogGuard.Primitives;

namespace LogGuard.Models.Values;

/// <summary>Saves and restores the history that the next value is judged by.</summary>
internal sealed partial class ParameterValueModel
{
    /// <summary>Whether judging depends on the values before.</summary>
    public bool HasHistory => _history.Length > 0;

    /// <summary>Writes the present history.</summary>
    public void SaveHistory(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_history.Length);
        writer.Write(MemoryMarshal.AsBytes(_history.AsSpan()));
        foreach (var wasUnusual in _wasUnusual)
        {
            writer.Write(wasUnusual);
        }
    }

    /// <summary>Reads a history that <see cref="SaveHistory"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is not one of this model.</exception>
    public void RestoreHistory(BinaryReader reader)
    {
        SavedData.Require(reader.Read7BitEncodedInt() == _history.Length, $"the history of key {Key} has a wrong length");
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_history.AsSpan()));
        if (!Array.TrueForAll(_history, float.IsFinite))
        {
            Reset();
            throw new InvalidDataException($"the history of key {Key} has a number that is none");
        }

        foreach (ref var wasUnusual in _wasUnusual.AsSpan())
        {
            wasUnusual = reader.ReadBoolean();
        }
    }
}
