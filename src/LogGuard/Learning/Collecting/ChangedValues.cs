using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Keys;
using LogGuard.Models.Values;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// The values that changed while detecting. Values that stayed, as <see cref="ValueWatch"/> decides, are learnt as they came; others are left
/// out.
/// </summary>
internal sealed class ChangedValues
{
    private readonly List<LearntChange> _learnt = [];
    private readonly List<string> _leftOut = [];
    private readonly Dictionary<int, ParameterValueModel> _models;

    /// <param name="model">The model in use.</param>
    /// <param name="series">The values to train on.</param>
    /// <param name="vocabulary">The keys.</param>
    public ChangedValues(SessionModel model, IReadOnlyList<ParameterValueSeries> series, LogKeyVocabulary vocabulary)
    {
        var names = series.ToDictionary(one => one.Key, one => one.Names);
        _models = (model.Find<ValuesQuestion>()?.Models.Models ?? [])
            .Where(own => names.TryGetValue(own.Key, out var parameters) && own.ParameterNames.SequenceEqual(parameters.AsSpan(1)))
            .ToDictionary(own => own.Key);
        foreach (var own in _models.Values.OrderBy(own => own.Key))
        {
            foreach (var change in own.Changes)
            {
                Describe(own.Key, change, model.Marks, vocabulary);
            }
        }
    }

    /// <summary>The changes that are learnt.</summary>
    public IReadOnlyList<LearntChange> Learnt => _learnt;

    /// <summary>The changes that are not, each with the reason.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Whether a value belongs to a change that has not lasted so far.</summary>
    public bool Leaves(int key, int feature, double value) => _models.TryGetValue(key, out var model) && model.IsPending(feature, value);

    private void Describe(int key, ValueChange change, FeedbackMarks? marks, LogKeyVocabulary vocabulary)
    {
        var what = $"'{change.Name}' of {Wording.Quote(vocabulary.GetTemplate(key))}";
        if (change.Pending.Length > 0)
        {
            var isMarked = Array.Exists(change.Pending, value => marks?.IsMarkedAnomalous(PatternOf(value)) == true);
            _leftOut.Add($"{what} is {List(change.Pending)}, {(isMarked ? "marked anomalous" : "not for long enough yet")}");
        }
        else
        {
            var text = change.Usual.Length == 0 ? $"{what} changes sometimes, and was {List(change.Known)}" : $"{what} is {List(change.Usual)}, and was {List(change.Known)}";
            _learnt.Add(new LearntChange(new AnomalyPattern(PatternOf(change.Usual.FirstOrDefault())).ToString(), text));
        }

        int[] PatternOf(double value) => AnomalyPattern.OfValue(stackalloc int[4], key, change.Feature, value, isExact: true).ToArray();
    }

    private static string List(double[] values) => string.Join(", ", values.Select(Wording.Quantity));
}
