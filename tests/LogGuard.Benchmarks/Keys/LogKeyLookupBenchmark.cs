using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using LogGuard.Keys;

namespace LogGuard.Benchmarks.Keys;

/// <summary>Measures the look-up of the key of a known template.</summary>
[MemoryDiagnoser]
public class LogKeyLookupBenchmark
{
    private const int TemplateCount = 256;

    private readonly ConcurrentDictionary<string, int> _dictionary = new(StringComparer.Ordinal);
    private readonly LogKeyVocabulary _vocabulary = new(10_000);
    private string[] _literals = null!;
    private string[] _copies = null!;

    [GlobalSetup]
    public void Setup()
    {
        _literals = [.. Enumerable.Range(0, TemplateCount).Select(number => $"Payment {number} of {{Amount}} for order {{OrderId}} captured by {{Gateway}}")];
        _copies = [.. _literals.Select(template => new string(template.AsSpan()))];
        foreach (var template in _literals)
        {
            _dictionary[template] = _vocabulary.GetOrAdd(template);
        }
    }

    /// <summary>The baseline: a dictionary keyed by text.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = TemplateCount)]
    public int DictionaryByText()
    {
        var sum = 0;
        foreach (var template in _literals)
        {
            sum += _dictionary[template];
        }

        return sum;
    }

    /// <summary>The usual case: the same literal each time.</summary>
    [Benchmark(OperationsPerInvoke = TemplateCount)]
    public int VocabularyByReference() => Sum(_literals);

    /// <summary>The same text in other string instances, which the vocabulary learns as well.</summary>
    [Benchmark(OperationsPerInvoke = TemplateCount)]
    public int VocabularyByCopies() => Sum(_copies);

    private int Sum(string[] templates)
    {
        var sum = 0;
        foreach (var template in templates)
        {
            sum += _vocabulary.GetOrAdd(template);
        }

        return sum;
    }
}
