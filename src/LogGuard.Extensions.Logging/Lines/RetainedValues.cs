using System.Runtime.CompilerServices;
using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>The captured values of a state of the framework's extension methods; see <see cref="RetainedValue"/>.</summary>
internal struct RetainedValues : IRetained
{
    /// <summary>The maximum number of values; messages rarely have more.</summary>
    public const int Limit = 6;

    private Items _items;

    public object? this[int index]
    {
        set => _items[index] = value;
    }

    public readonly void MoveTo(EventLine line, LogCallSite site) => line.KeepValues(site.Names, ((ReadOnlySpan<object?>)_items)[..site.Names.Length]);

    [InlineArray(Limit)]
    private struct Items
    {
        private object? _first;
    }
}
