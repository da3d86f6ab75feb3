using System.Globalization;
using System.Reflection;
using LogGuard.Detection;

namespace LogGuard.Detectors.Tests;

/// <summary>Every trainer and every setting, found by reflection, so that a new one cannot be forgotten.</summary>
public class OptionFaultsTests
{
    private static readonly Dictionary<string, ConstructorInfo> Constructors = typeof(PcaTrainer).Assembly.GetExportedTypes()
        .Where(type => type.IsAssignableTo(typeof(ILogModelTrainer)))
        .ToDictionary(type => type.Name, type => type.GetConstructors().Single());

    private static readonly float AlmostOne = MathF.BitDecrement(1);

    // With both ends of each range; where an end is excluded, the number next to it.
    private static readonly (object Least, object Most)[] Limits =
    [
        (new PcaOptions { ExplainedVariance = double.Epsilon, Alpha = double.Epsilon }, new PcaOptions { ExplainedVariance = Math.BitDecrement(1), Alpha = Math.BitDecrement(1) }),
        (new InvariantOptions { Support = double.Epsilon, LargestCoefficient = 1, MostKeys = 1 }, new InvariantOptions { Support = Math.BitDecrement(1), LargestCoefficient = 5, MostKeys = 3 }),
        (
            new SupervisedLstmOptions { EmbeddingSize = 1, HiddenSize = 1, LearningRate = float.Epsilon, BatchSize = 1, Epochs = 1, SessionLength = 1, Threshold = float.Epsilon },
            new SupervisedLstmOptions { EmbeddingSize = 4_096, HiddenSize = 4_096, LearningRate = float.MaxValue, BatchSize = 65_536, Epochs = 10_000, SessionLength = 1_024, Threshold = AlmostOne }
        ),
        (
            new TfIdfLstmOptions { WindowSize = 1, HiddenSize = 1, LearningRate = float.Epsilon, BatchSize = 1, Epochs = 1, SessionLength = 1, Threshold = float.Epsilon },
            new TfIdfLstmOptions { WindowSize = 1_024, HiddenSize = 4_096, LearningRate = float.MaxValue, BatchSize = 65_536, Epochs = 10_000, SessionLength = 1_024, Threshold = AlmostOne }
        ),
        (
            new MergedLstmOptions { WindowSize = 1, HiddenSize = 1, PositiveWeight = float.Epsilon, LearningRate = float.Epsilon, BatchSize = 1, Epochs = 1, SessionLength = 1 },
            new MergedLstmOptions { WindowSize = 1_024, HiddenSize = 4_096, PositiveWeight = float.MaxValue, LearningRate = float.MaxValue, BatchSize = 65_536, Epochs = 10_000, SessionLength = 1_024 }
        ),
        (
            new CnnOptions { EmbeddingSize = 1, FilterCount = 1, Dropout = 0, LearningRate = float.Epsilon, BatchSize = 1, Epochs = 1, SessionLength = 1, Threshold = float.Epsilon },
            new CnnOptions { EmbeddingSize = 4_096, FilterCount = 4_096, Dropout = AlmostOne, LearningRate = float.MaxValue, BatchSize = 65_536, Epochs = 10_000, SessionLength = 1_024, Threshold = AlmostOne }
        ),
        (
            new LogRobustOptions { HiddenSize = 1, Dropout = 0, LearningRate = float.Epsilon, BatchSize = 1, Epochs = 1, SessionLength = 1, Threshold = float.Epsilon },
            new LogRobustOptions { HiddenSize = 4_096, Dropout = AlmostOne, LearningRate = float.MaxValue, BatchSize = 65_536, Epochs = 10_000, SessionLength = 1_024, Threshold = AlmostOne }
        ),
        (
            new AutoOptions { WordCount = 1, HiddenSize = 1, Dropout = 0, NoiseVariance = 0, LearningRate = float.Epsilon, BatchSize = 1, Epochs = 1, Folds = 1, ClassifierShare = double.Epsilon, Threshold = float.Epsilon },
            new AutoOptions { Kind = AutoKind.Gru, WordCount = 1_024, HiddenSize = 4_096, Dropout = AlmostOne, NoiseVariance = 1_000, LearningRate = float.MaxValue, BatchSize = 65_536, Epochs = 10_000, Folds = 100, ClassifierShare = 1, Threshold = AlmostOne }
        ),
        (
            new NextTemplateOptions { WindowSize = 1, HiddenSize = 1, TopCount = 1, LearningRate = float.Epsilon, BatchSize = 1, Epochs = 1 },
            new NextTemplateOptions { WindowSize = 1_023, HiddenSize = 4_096, TopCount = int.MaxValue, LearningRate = float.MaxValue, BatchSize = 65_536, Epochs = 10_000 }
        ),
        (
            new PleGruOptions { MinClusterSize = 2, MinSamples = 1, HiddenSize = 1, Dropout = 0, LearningRate = float.Epsilon, BatchSize = 1, Epochs = 1, SessionLength = 1, Threshold = float.Epsilon },
            new PleGruOptions { MinClusterSize = 10_000, MinSamples = 10_000, HiddenSize = 4_096, Dropout = AlmostOne, LearningRate = float.MaxValue, BatchSize = 65_536, Epochs = 10_000, SessionLength = 1_024, Threshold = AlmostOne }
        ),
    ];

    public static TheoryData<string> Trainers => [.. Constructors.Keys];

    public static TheoryData<string> Records => [.. Limits.Select(limit => limit.Least.GetType().Name)];

    [Theory]
    [MemberData(nameof(Trainers))]
    public void AllWrongSettingsAreNamedInOneException(string trainer)
    {
        var records = Constructors[trainer].GetParameters().Select(parameter => Activator.CreateInstance(parameter.ParameterType)!).ToArray();
        var wrong = records.SelectMany(record => SettingsOf(record).Select(setting => (Record: record, Setting: setting, Value: WrongValue(setting)))).ToArray();
        Assert.All(wrong, one => one.Setting.SetValue(one.Record, one.Value));

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => Make(trainer, records)).Message;

        Assert.Equal(wrong.Length, fault.Split("; it must be ").Length - 1);
        foreach (var record in records)
        {
            // The faults of one record, up to the name of the next.
            var own = fault.Split($"{record.GetType().Name}: ")[1].Split("Options: ")[0];
            Assert.All(SettingsOf(record), setting => Assert.Matches($@"{setting.Name} is {Text(WrongValue(setting))}; it must be (between \d|above 0|one of \w|set)", own));
        }
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void OneWrongSettingIsTheOnlyOneNamed(string trainer)
    {
        foreach (var parameter in Constructors[trainer].GetParameters())
        {
            foreach (var setting in SettingsOf(Activator.CreateInstance(parameter.ParameterType)!))
            {
                var records = Constructors[trainer].GetParameters().Select(other => Activator.CreateInstance(other.ParameterType)!).ToArray();
                setting.SetValue(records[parameter.Position], WrongValue(setting));

                var fault = Assert.Throws<ArgumentOutOfRangeException>(() => Make(trainer, records)).Message;

                Assert.StartsWith($"{parameter.ParameterType.Name}: {setting.Name} is {Text(WrongValue(setting))}; it must be ", fault, StringComparison.Ordinal);
                Assert.Single(fault.Split("; it must be ").Skip(1));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void BothEndsOfARangeAreAcceptedAndTheNextNumberIsNot(string record)
    {
        var (least, most) = Limits.Single(limit => limit.Least.GetType().Name == record);
        var trainer = Constructors.First(pair => pair.Value.GetParameters() is [var only] && only.ParameterType.Name == record).Key;
        Make(trainer, [least]);
        Make(trainer, [most]);

        foreach (var (options, step) in new[] { (least, -1), (most, 1) })
        {
            foreach (var setting in SettingsOf(options))
            {
                if (setting.GetValue(options) is int end && (long)end + step <= int.MaxValue)
                {
                    setting.SetValue(options, end + step);
                    Assert.Throws<ArgumentOutOfRangeException>(() => Make(trainer, [options]));
                    setting.SetValue(options, end);
                }
            }
        }
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(-0.1f, "-0.1")]
    [InlineData(1.5f, "1.5")]
    public void ANumberIsNamedAsItWasWritten(float value, string text)
    {
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => new CnnTrainer(new CnnOptions { Dropout = value, EmbeddingSize = 5_000 }));

        Assert.Equal($"CnnOptions: EmbeddingSize is 5,000; it must be between 1 and 4,096. Dropout is {text}; it must be between 0 and 1, 1 excluded.", fault.Message);
    }

    private static object Make(string trainer, object[] records) => Constructors[trainer].Invoke(BindingFlags.DoNotWrapExceptions, null, records, null);

    // A yes or no cannot be wrong.
    private static PropertyInfo[] SettingsOf(object record) =>
        [.. record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(setting => setting.PropertyType != typeof(bool))];

    private static object? WrongValue(PropertyInfo setting) => (Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType) switch
    {
        var type when type == typeof(int) => 0,
        var type when type == typeof(float) => float.NaN,
        var type when type == typeof(double) => double.NaN,
        { IsEnum: true } type => Enum.ToObject(type, 99),
        _ => null,
    };

    private static string Text(object? value) => value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
