namespace LogGuard.Detectors;

/// <summary>Settings of <see cref="AutoTrainer"/>. The defaults are the paper's, section 2.5, where it has them and they suit templates.</summary>
public sealed record AutoOptions
{
    /// <summary>The recurrent network. The default is <see cref="AutoKind.Lstm"/>.</summary>
    public AutoKind Kind { get; init; }

    /// <summary>Words of a line that are read, 1..1,024; 100 for reviews in the paper. The default is <c>40</c>.</summary>
    public int WordCount { get; init; } = 40;

    /// <summary>Memory units of the recurrent network, in each direction, 1..4,096. The default is <c>100</c>.</summary>
    public int HiddenSize { get; init; } = 100;

    /// <summary>Share of the values dropped between layers in training, 0..1, 1 excluded. The default is <c>0.8</c>.</summary>
    public float Dropout { get; init; } = 0.8f;

    /// <summary>
    /// Variance of the noise on what the recurrent network learns from, 0..1,000, in steps of <c>1/200</c> of a word's number. The default is
    /// <c>0.1</c>.
    /// </summary>
    public double NoiseVariance { get; init; } = 0.1;

    /// <summary>Step size of Adam, above 0; the paper names none, this is Keras' default. The default is <c>0.001</c>.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Distinct lines in one step, 1..65,536. The default is <c>128</c>.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Most passes over the lines, 1..10,000. The default is <c>100</c>.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>
    /// Parts of the cross validation, 1..100; 10 in the paper. The network of the best part is used. The default is <c>1</c>: one network, with
    /// a tenth of the lines held out.
    /// </summary>
    public int Folds { get; init; } = 1;

    /// <summary>
    /// Share of the lines that the recurrent network learns from, 0..1, 0 excluded; the autoencoders learn from all. 0.05 in the paper. The
    /// default is <c>1</c>.
    /// </summary>
    public double ClassifierShare { get; init; } = 1;

    /// <summary>Probability from which a line is reported, 0..1, both excluded. The default is <c>0.5</c>.</summary>
    public float Threshold { get; init; } = 0.5f;

    internal OptionFaults Check() => new OptionFaults(nameof(AutoOptions))
        .Require(Enum.IsDefined(Kind), Kind, $"one of {string.Join(", ", Enum.GetNames<AutoKind>())}")
        .RequireRange(WordCount, 1, 1_024)
        .RequireRange(HiddenSize, 1, 4_096)
        .RequireDropout(Dropout)
        .Require(NoiseVariance is >= 0 and <= 1_000, NoiseVariance, "between 0 and 1,000")
        .RequireTraining(LearningRate, BatchSize, Epochs)
        .RequireRange(Folds, 1, 100)
        .Require(ClassifierShare is > 0 and <= 1, ClassifierShare, "between 0 and 1, 0 excluded")
        .RequireThreshold(Threshold);
}
