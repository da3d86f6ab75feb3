using System.CodeDom.Compiler;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using LogGuard.Extensions.Logging.Lines;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.States;

/// <inheritdoc/>
internal sealed class StateShape<TState> : StateShape
{
    /// <summary>The shape of <typeparamref name="TState"/>.</summary>
    public static readonly StateShape<TState> Instance = new();

    private Reader?[] _numberReaders = [];

    private StateShape()
    {
        IsStruct = typeof(TState).IsValueType;
        var isDefined = typeof(TState).DeclaringType == typeof(LoggerMessage);
        var isGenerated = typeof(TState).GetCustomAttribute<GeneratedCodeAttribute>()?.Tool == "Microsoft.Extensions.Logging.Generators";
        IsFormatted = typeof(TState).FullName == "Microsoft.Extensions.Logging.FormattedLogValues" && typeof(TState).Assembly == typeof(ILogger).Assembly;
        IsFixed = IsStruct && typeof(IReadOnlyList<KeyValuePair<string, object?>>).IsAssignableFrom(typeof(TState)) && (isDefined || isGenerated || IsFormatted);
        IsKept = IsFixed && (isDefined ? typeof(TState).GetGenericArguments().All(RetainedValue.KeepsAll) : isGenerated && HoldsOnlyRetainedValues());
    }

    /// <summary>Returns a reader of a value as a number; null if the indexer of the state must be used.</summary>
    public Func<object, double>? NumberReaderOf(int index, string name)
    {
        var readers = Volatile.Read(ref _numberReaders);
        if (index < readers.Length && readers[index] is { } known)
        {
            return known.Read;
        }

        // A race creates a reader twice, which is harmless.
        var longer = new Reader?[Math.Max(readers.Length, index + 1)];
        readers.CopyTo(longer, 0);
        longer[index] = new Reader(NumberGetterFactory.TryMake(typeof(TState), index, name));
        Volatile.Write(ref _numberReaders, longer);
        return longer[index]!.Read;
    }

    protected override EventLine Create() => new StateLine<TState>(this);

    [UnconditionalSuppressMessage(
        "Trimming", "IL2090", Justification = "A field that is trimmed away is never read; where fields cannot be listed, values are copied one by one.")]
    private static bool HoldsOnlyRetainedValues()
    {
        var fields = typeof(TState).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return fields.Length > 0 && fields.All(field => RetainedValue.KeepsAll(field.FieldType));
    }

    private sealed record Reader(Func<object, double>? Read);
}
