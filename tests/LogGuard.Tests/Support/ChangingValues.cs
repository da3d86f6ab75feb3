using LogGuard.Models.Values;

namespace LogGuard.Tests.Support;

/// <summary>A model of one parameter whose values came at known times, and a count of what it tells.</summary>
internal sealed class ChangingValues
{
    private const string Name = "Value";

    private readonly TimeSpan _step;
    private DateTime _time = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    /// <param name="learnt">The values learnt.</param>
    /// <param name="step">The time between two lines; null for a second.</param>
    /// <param name="process">The process that logs a line, by the line's number; null if it is not known.</param>
    /// <param name="name">The parameter's name.</param>
    public ChangingValues(IEnumerable<double> learnt, TimeSpan? step = null, Func<int, ulong>? process = null, string name = Name)
    {
        _step = step ?? TimeSpan.FromSeconds(1);
        Series = new ParameterValueSeries(1, [name], limit: 2_000);
        var number = 0;
        foreach (var value in learnt)
        {
            Series.Add([double.NaN, value], Next(process?.Invoke(number++) ?? 0));
        }

        Model = SomeValues.Train(Series);
    }

    public ParameterValueSeries Series { get; }

    public ParameterValueModel Model { get; private set; }

    public ValueFeatureKind Kind => Model.Features[1].Kind;

    /// <summary>Everything told so far.</summary>
    public List<ValueJudgement> Told { get; } = [];

    /// <summary>Continues with another model of the parameter.</summary>
    public ChangingValues With(ParameterValueModel model)
    {
        Model = model;
        return this;
    }

    /// <summary>Lets time pass without lines.</summary>
    public void Wait(TimeSpan time) => _time += time;

    /// <summary>Shows values to the model.</summary>
    /// <returns>How many of them it told.</returns>
    public int Show(IEnumerable<double> values, ulong process = 0)
    {
        var before = Told.Count;
        foreach (var value in values)
        {
            var occasion = Next(process);
            if (Model.IsUnusual([double.NaN, value], out var judgement, timestamp: 0, occasion))
            {
                Told.Add(judgement);
                Model.Tell(1, value, occasion);
            }
        }

        return Told.Count - before;
    }

    private Occasion Next(ulong process)
    {
        _time += _step;
        return new Occasion(_time.Ticks, process);
    }
}
