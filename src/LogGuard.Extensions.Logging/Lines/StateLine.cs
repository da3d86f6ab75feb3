using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>A line of events with one type of state.</summary>
/// <remarks>
/// A struct state is copied into a box that the line keeps, where it can be asked as an interface without another box. Where
/// it holds its values unboxed and unchanging the copy itself is kept; else what is kept of its values is, one by one.
/// </remarks>
internal sealed class StateLine<TState> : EventLine
{
    private readonly object? _box;

    public StateLine(StateShape<TState> shape)
        : base(shape, shape.IsKept)
    {
        if (shape.IsStruct)
        {
            _box = default(TState);
            Values = _box as IReadOnlyList<KeyValuePair<string, object?>>;
        }
    }

    /// <summary>Takes the state in: its values can be read until it is forgotten.</summary>
    public void Hold(in TState state)
    {
        if (_box is null)
        {
            Values = state as IReadOnlyList<KeyValuePair<string, object?>>;
        }
        else
        {
            BoxedState.In<TState>(_box) = state;
        }
    }

    public override void ForgetState()
    {
        if (_box is null)
        {
            Values = null;
        }
        else
        {
            BoxedState.In<TState>(_box) = default!;
        }
    }

    protected override double HeldNumberAt(int index, string name)
    {
        // Names of a kept state may differ from one template to the next, its fields never.
        if (((StateShape<TState>)Pool).NumberReaderOf(index, name) is { } reader)
        {
            return reader(_box!);
        }

        return Values![index].Value is { } value ? LogValue.ToNumber(value) : double.NaN;
    }

    protected override string Format(object formatter) => ((Func<TState, Exception?, string>)formatter)(BoxedState.In<TState>(_box!), null);
}
