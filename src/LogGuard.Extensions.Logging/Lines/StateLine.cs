using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>A line for events with one type of state.</summary>
/// <remarks>
/// A struct state is copied into a box owned by the line, so that interface calls do not box it again. If the state holds its
/// values unboxed and immutable, the line keeps this copy. Otherwise the line copies the values one by one.
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

    /// <summary>Holds the state. Its values can be read until <see cref="ForgetState"/>.</summary>
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
        // The names of a state may differ between templates, but its fields do not.
        if (((StateShape<TState>)Pool).NumberReaderOf(index, name) is { } reader)
        {
            return reader(_box!);
        }

        return Values![index].Value is { } value ? LogValue.ToNumber(value) : double.NaN;
    }

    protected override string Format(object formatter) => ((Func<TState, Exception?, string>)formatter)(BoxedState.In<TState>(_box!), null);
}
