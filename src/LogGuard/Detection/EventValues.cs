using LogGuard.Models.Values;
using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Reads the values of events on the reader's thread, from the logging library's own event, and only if they are needed. Keeps
/// the vector of the event that is judged, so that it is read once.
/// </summary>
/// <param name="sessionProperty">The property that identifies the session; it is the same in all of its events and not read. Null if there is none.</param>
/// <param name="onMissed">Called for each event whose values cannot be read.</param>
/// <param name="process">A number of this process and one of its version, for the events that it logs itself; see <see cref="Occasion"/>.</param>
internal sealed class EventValues(string? sessionProperty, Action onMissed, (ulong Number, ulong Version) process = default)
{
    private double[] _vector = new double[16];
    private int _count;

    /// <summary>The model that the event's vector was read for; null if none was.</summary>
    public ParameterValueModel? Model { get; private set; }

    /// <summary>The event's vector, the elapsed time first; empty if none was read.</summary>
    public Span<double> Vector => _vector.AsSpan(0, _count);

    /// <summary>Whether the event's process has just started, so that its times are not judged.</summary>
    public bool IsCold { get; set; }

    /// <summary>When, and by which process, an event was logged. A text log does not say which process wrote it.</summary>
    public Occasion OccasionOf(in LogRecord record) => record.Renderer is TextLineRenderer
        ? new Occasion(record.Timestamp)
        : new Occasion(record.Timestamp, process.Number, process.Version);

    /// <summary>Whether the texts of lines are read, too; see <see cref="ValueOptions.TextSets"/>.</summary>
    public bool ReadsTexts { get; init; }

    /// <summary>Forgets the vector of the event before.</summary>
    public void Clear() => (Model, _count) = (null, 0);

    /// <summary>Makes room for the event's vector.</summary>
    public Span<double> Begin(ParameterValueModel model)
    {
        (Model, _count) = (model, model.Features.Count);
        if (_vector.Length < _count)
        {
            _vector = new double[_count];
        }

        return Vector;
    }

    /// <summary>The names of the numbers in a line, without the session property.</summary>
    public IEnumerable<string> NamesOf(object line, LineRenderer renderer)
    {
        try
        {
            return WithoutSession(renderer.GetValueNames(line));
        }
        catch (Exception)
        {
            onMissed();
            return [];
        }
    }

    /// <summary>The names of the texts in a line, without the session property; none if texts are not read.</summary>
    public IEnumerable<string> TextNamesOf(object line, LineRenderer renderer)
    {
        try
        {
            return ReadsTexts ? WithoutSession(renderer.GetTextNames(line)) : [];
        }
        catch (Exception)
        {
            onMissed();
            return [];
        }
    }

    /// <summary>Reads numbers of an event by their names.</summary>
    /// <returns>False if they cannot be read; all values are then NaN.</returns>
    public bool Read(in LogRecord record, ReadOnlySpan<string> names, Span<double> values)
    {
        if (names.IsEmpty)
        {
            return true;
        }

        try
        {
            if (record is { Line: { } line, Renderer: { } renderer })
            {
                renderer.ReadValues(line, names, values);
                return true;
            }
        }
        catch (Exception)
        {
            // A property of the application's own type failed; its values are missing, which is counted.
        }

        values.Fill(double.NaN);
        onMissed();
        return false;
    }

    /// <summary>Reads the marks of texts of an event by their names; see <see cref="LineRenderer.ReadTexts"/>.</summary>
    /// <returns>False if they cannot be read; all marks are then NaN.</returns>
    public bool ReadTexts(in LogRecord record, ReadOnlySpan<string> names, Span<double> marks)
    {
        if (ReadsTexts)
        {
            try
            {
                if (record is { Line: { } line, Renderer: { } renderer })
                {
                    renderer.ReadTexts(line, names, marks);
                    return true;
                }
            }
            catch (Exception)
            {
                // As with a number.
            }

            onMissed();
        }

        marks.Fill(double.NaN);
        return !ReadsTexts;
    }

    /// <summary>The text of a parameter as it was captured; null if it cannot be read.</summary>
    public static string? TextOf(in LogRecord record, string name)
    {
        try
        {
            return record is { Line: { } line, Renderer: { } renderer } ? renderer.GetShortText(line, name) : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    private string[] WithoutSession(IEnumerable<string> names) =>
        [.. names.Where(name => !string.Equals(name, sessionProperty, StringComparison.OrdinalIgnoreCase))];
}
