using System.Text.Json;

namespace LogGuard.Parsing;

// Saving and loading.
public sealed partial class TemplateMiner
{
    // A million templates of a few hundred bytes each.
    private const long MaxStateLength = 1L << 30;

    /// <summary>Writes all that the miner knows, as JSON. A file is best written aside and then renamed.</summary>
    /// <param name="stream">Where to; it is left open.</param>
    public void Save(Stream stream) => Save(stream, keepsExamples: true);

    /// <param name="stream">Where to; it is left open.</param>
    /// <param name="keepsExamples">Whether each template's first line is kept, as it was logged.</param>
    internal void Save(Stream stream, bool keepsExamples)
    {
        ArgumentNullException.ThrowIfNull(stream);
        MinerState state;
        lock (_lock)
        {
            state = _store.Save(_maskMode, keepsExamples);
        }

        JsonSerializer.Serialize(stream, state, MinerStateJson.Default.MinerState);
    }

    /// <summary>Reads what <see cref="Save(Stream)"/> wrote. The miner answers any lines as the saved one would have.</summary>
    /// <param name="stream">Where from, to its end; it is left open.</param>
    /// <param name="options">
    /// The settings, as they were: masks, depth and bounds on lines must be the same. Seeds are not added again. Null for the defaults.
    /// </param>
    /// <returns>The miner.</returns>
    /// <exception cref="ArgumentException">Settings are wrong: the message names all that are.</exception>
    /// <exception cref="InvalidDataException">It is no miner's state, a damaged one, a newer version's, or one of other settings.</exception>
    public static TemplateMiner Load(Stream stream, TemplateMinerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var miner = new TemplateMiner(options, isSeeded: false);
        if (stream.CanSeek && stream.Length - stream.Position > MaxStateLength)
        {
            throw new InvalidDataException($"The miner's state has {stream.Length - stream.Position} bytes; {MaxStateLength} is the limit.");
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

        if (state.MaskMode != miner._maskMode)
        {
            throw new InvalidDataException($"The miner's state was made with masks {state.MaskMode}, not {miner._maskMode}.");
        }

        miner._store.Load(state);
        return miner;
    }
}
