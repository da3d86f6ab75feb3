using System.Collections.Immutable;
using LogGuard.Diagnostics;

namespace LogGuard.Pipeline;

/// <summary>Receivers of one kind of item. An exception of one does not affect the others, and is reported at a limited rate.</summary>
/// <param name="what">The name of the item with its article, for messages.</param>
/// <param name="diagnostics">Receives messages about failures.</param>
internal sealed class ReceiverList<T>(string what, DiagnosticLog diagnostics)
{
    private ImmutableArray<Receiver> _receivers = [];

    public Receiver Add(Action<T> onNext, Action onCompleted)
    {
        var receiver = new Receiver(this, onNext, onCompleted);
        ImmutableInterlocked.Update(ref _receivers, list => list.Add(receiver));
        return receiver;
    }

    public void Deliver(T value)
    {
        foreach (var receiver in _receivers)
        {
            receiver.Deliver(value);
        }
    }

    public void Complete()
    {
        foreach (var receiver in _receivers)
        {
            receiver.Complete();
        }
    }

    /// <summary>Calls the application's code, and reports its exception.</summary>
    public void Guard(Action call)
    {
        try
        {
            diagnostics.Calls.Run(ApplicationCall.Delivery, call);
        }
        catch (Exception exception)
        {
            diagnostics.TellRepeated(
                $"callback {what} {exception.GetType().FullName}",
                count => $"{what}'s receiver threw {exception.GetType().Name} {Wording.Times(count)} since the last report: {exception.Message}");
        }
    }

    internal sealed class Receiver(ReceiverList<T> owner, Action<T> onNext, Action onCompleted) : IDisposable
    {
        private int _isCompleted;

        public void Deliver(T value) => owner.Guard(() => onNext(value));

        public void Complete()
        {
            if (Interlocked.Exchange(ref _isCompleted, 1) == 0)
            {
                owner.Guard(onCompleted);
            }
        }

        public void Dispose() => ImmutableInterlocked.Update(ref owner._receivers, list => list.Remove(this));
    }
}
