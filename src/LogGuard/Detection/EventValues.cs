using LogGuard.Models.Values;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Reads the values of events on the reader's thread, from the door's own event, and only where they are wanted. Remembers the
/// vector of the event that is judged, so that it is read once.
/// </summary>
/// <param name="sessionProperty">The property that names the session, which is the same in all of its events; null for none.</param>
/// <param name="onMissed">Called for each event whose values cannot be read.</param>
internal sealed class EventValues(string? sessionProperty, Action onMissed)
{
    private double[] _vector = new double[16];
    private int _count;

    /// <summary>The model that the event's vector was read for; null where none was.</summary>
    public ParameterValueModel? Model { get; private set; }

    /// <summary>The event's vector, the elapsed time first; empty where none was read.</summary>
    public Span<double> Vector => _vector.AsSpan(0, _count);

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

    /// <summary>The names of the numbers in a line, but for the session's own.</summary>
    public IEnumerable<string> NamesOf(object line, LineRenderer renderer)
    {
        try
        {
            return renderer.GetValueNames(line).Where(name => name != sessionProperty);
        }
        catch (Exception)
        {
            onMissed();
            return [];
        }
    }

    /// <summary>Reads numbers of an event by their names.</summary>
    /// <returns>False where they cannot be read; all are not a number then.</returns>
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
            // A property of the application's own kind; its values are missing, and counted.
        }

        values.Fill(double.NaN);
        onMissed();
        return false;
    }
}
