using System.Text.Json;

namespace LogGuard.Parsing;

/// <summary>Writes and reads a miner's state as JSON.</summary>
internal static class MinerStateFile
{
    // A million templates of a few hundred bytes each.
    private const long MaxLength = 1L << 30;

    /// <summary>Writes a state; the stream is left open.</summary>
    public static void Write(Stream stream, MinerState state) => JsonSerializer.Serialize(stream, state, MinerStateJson.Default.MinerState);

    /// <summary>Reads a state to the end of the stream, which is left open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="maskMode">The masks that the state must have been made with.</param>
    /// <exception cref="InvalidDataException">It is no state, or one of a newer version or of other masks.</exception>
    public static MinerState Read(Stream stream, MaskMode maskMode)
    {
        if (stream.CanSeek && stream.Length - stream.Position > MaxLength)
        {
            throw new InvalidDataException($"The miner's state has {stream.Length - stream.Position} bytes; {MaxLength} is the limit.");
        }

        MinerState? state;
        try
        {
            state = JsonSerializer.Deserialize(stream, MinerStateJson.Default.MinerState);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("The miner's state cannot be read: " + exception.Message, exception);
        }

        if (state is null || state.Format is < 1 or > MinerState.CurrentFormat)
        {
            throw new InvalidDataException($"The miner's state has format {state?.Format}; this version reads {MinerState.CurrentFormat}.");
        }

        if (state.MaskMode != maskMode)
        {
            throw new InvalidDataException($"The miner's state was made with masks {state.MaskMode}, not {maskMode}.");
        }

        return state;
    }
}
