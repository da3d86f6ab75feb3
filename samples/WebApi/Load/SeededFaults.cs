using System.Collections.Concurrent;
using WebApi.Faults;

namespace WebApi.Load;

/// <summary>Assigns faults to requests. Only the load knows the assignment.</summary>
internal sealed class SeededFaults
{
    // The remaining requests repeat faults that did not strike at the first try.
    private const double LastPlace = 0.95;

    private readonly Dictionary<long, FaultKind> _planned = [];
    private readonly ConcurrentQueue<FaultKind> _again = new();
    private readonly ConcurrentQueue<(FaultKind Kind, Sent Sent)> _struck = new();

    public SeededFaults(int requests, int ofEachKind, int seed)
    {
        var places = Enumerable.Range(0, (int)(requests * LastPlace)).ToArray();
        new Random(seed).Shuffle(places);
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            foreach (var place in places.AsSpan((int)kind * ofEachKind, ofEachKind))
            {
                _planned.Add(place, kind);
            }
        }
    }

    /// <summary>The requests that were struck, with their faults.</summary>
    public IReadOnlyCollection<(FaultKind Kind, Sent Sent)> Struck => _struck;

    /// <summary>Returns the fault that a request should ask for.</summary>
    public FaultKind? For(long number) =>
        _planned.TryGetValue(number, out var kind) || _again.TryDequeue(out kind) ? kind : null;

    /// <summary>Records the result. A declined payment never reaches the step that should fail.</summary>
    public void Tell(FaultKind kind, Sent sent)
    {
        if (sent.Struck is null)
        {
            _again.Enqueue(kind);
        }
        else
        {
            _struck.Enqueue((kind, sent));
        }
    }
}
