using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Models.Counts;
using LogGuard.Models.NextKey;
using LogGuard.Models.Values;
using LogGuard.Models.Windows;

namespace LogGuard.Tests.Support;

/// <summary>The questions of a model by what they hold, for tests of one of them.</summary>
internal static class ModelQuestions
{
    /// <summary>A model of the ready questions that it is given.</summary>
    public static SessionModel Make(
        SymbolMap symbols, int sessionCount, long eventCount, bool asksForNewKeys, NextKeyJudge? keys, CountModel? counts, UpdateBasis? basis = null,
        ValueModelSet? values = null)
    {
        var questions = new List<IQuestion>();
        if (asksForNewKeys)
        {
            questions.Add(new NewKeyQuestion(symbols, eventCount));
        }

        if (keys is not null)
        {
            questions.Add(new NextKeyQuestion(keys) { Basis = basis });
        }

        if (counts is not null)
        {
            questions.Add(new CountsQuestion(counts));
        }

        if (values is not null)
        {
            questions.Add(new ValuesQuestion(values));
        }

        return new SessionModel(symbols, sessionCount, eventCount, questions);
    }

    // A question that is not asked is null; without annotations, since the compiler follows no extension property.
#nullable disable annotations
    extension(SessionModel model)
    {
        public bool AsksForNewKeys => model.Find<NewKeyQuestion>() is not null;

        public NextKeyQuestion NextKey => model.Find<NextKeyQuestion>();

        public NextKeyJudge Keys => model.NextKey?.KeyJudge;

        public UpdateBasis Basis => model.NextKey?.Basis;

        public bool CanLearnSteps => model.NextKey?.CanLearnSteps == true;

        public IReadOnlyList<AnomalyPattern> LearntSteps
        {
            get => model.NextKey?.LearntSteps ?? [];
            set => model.NextKey.LearntSteps = value;
        }

        public CountModel Counts => model.Find<CountsQuestion>()?.Counts;

        public CountModel TrainedCounts => model.Find<CountsQuestion>()?.Trained;

        public ValueModelSet Values => model.Find<ValuesQuestion>()?.Models;

        public SessionModel WithBasis(UpdateBasis basis) => model.With(
            model.NextKey, new NextKeyQuestion(model.Keys) { Basis = basis, LearntSteps = model.LearntSteps });

        public SessionModel WithValues(ValueModelSet values) =>
            Make(model.Symbols, model.SessionCount, model.EventCount, model.AsksForNewKeys, model.Keys, model.TrainedCounts, model.Basis, values);
    }

#nullable restore annotations
    extension(Verdict verdict)
    {
        public CountViolation? Violation => verdict.Detail as CountViolation?;
    }
}
