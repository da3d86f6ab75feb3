using LogGuard.Detection;
using LogGuard.Detectors.Semi;

namespace LogGuard.Detectors;

/// <summary>
/// LogMS (2024), in two stages: <see cref="MsifLstmTrainer"/> judges events and ends, and <see cref="PleGruTrainer"/> the sessions in which the first
/// stage found nothing.
/// </summary>
/// <remarks>The first stage learns from the sessions that are known to be normal, or from all collected ones where too few are labelled.</remarks>
public sealed class LogMsTrainer : ILogModelTrainer
{
    private const int FewestNormal = 100;

    private readonly MsifLstmTrainer _first;
    private readonly PleGruTrainer _second;

    /// <summary>Makes a trainer.</summary>
    /// <param name="first">The settings of the first stage; null for the defaults.</param>
    /// <param name="second">The settings of the second stage; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public LogMsTrainer(NextTemplateOptions? first = null, PleGruOptions? second = null)
    {
        (first, second) = (first ?? new NextTemplateOptions(), second ?? new PleGruOptions());
        OptionFaults.ThrowIfAny(first.Check(), second.Check());
        (_first, _second) = (new MsifLstmTrainer(first), new PleGruTrainer(second));
    }

    /// <inheritdoc/>
    public string Name => "LogMs";

    /// <inheritdoc/>
    public int WindowSize => Math.Max(_first.WindowSize, _second.WindowSize);

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        LogModelSession[] normal = [.. data.Labelled.Where(session => session.IsAnomalous == false)];
        var first = _first.Train(normal.Length < FewestNormal ? data : new LogModelData
        {
            Sessions = normal,
            Keys = data.Keys,
            TemplateOf = data.TemplateOf,
            Engine = data.Engine,
            Seed = data.Seed,
            TargetAlarmRate = data.TargetAlarmRate,
            Tell = data.Tell,
            Cancellation = data.Cancellation,
        });
        var second = _second.Train(data);
        return first is null && second is null ? null : new TwoStages(first, second, _first.WindowSize, _second.WindowSize);
    }

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var stages = reader.ReadState(DetectorsJson.Default.LogMsState);
        return new TwoStages(
            stages.HasFirst ? _first.Load(new StageFiles("first", null, reader)) : null,
            stages.HasSecond ? _second.Load(new StageFiles("second", null, reader)) : null,
            _first.WindowSize,
            _second.WindowSize);
    }

    private sealed class TwoStages(ILogModel? first, ILogModel? second, int firstWindow, int secondWindow) : ILogModel
    {
        public bool JudgesEvents => first is not null;

        public LogModelFinding? Judge(in JudgedSession session) => first?.Judge(session.Latest(firstWindow));

        public LogModelFinding? JudgeEnd(in JudgedSession session) => first?.JudgeEnd(session.Latest(firstWindow)) ?? second?.JudgeEnd(session.Latest(secondWindow));

        public void Save(ILogModelWriter writer)
        {
            writer.WriteState(new LogMsState(first is not null, second is not null), DetectorsJson.Default.LogMsState);
            first?.Save(new StageFiles("first", writer, null));
            second?.Save(new StageFiles("second", writer, null));
        }
    }
}

/// <summary>Which stages a snapshot has.</summary>
/// <param name="HasFirst">Whether it has the first.</param>
/// <param name="HasSecond">Whether it has the second.</param>
internal sealed record LogMsState(bool HasFirst, bool HasSecond);
