using LogGuard.Detection;
using LogGuard.Detection.Questions;

namespace LogGuard;

/// <summary>Chooses the models of a detector.</summary>
public static class AnomalyDetectorOptionsExtensions
{
    private const int NameLimit = 64;
    private const int WindowLimit = 1_024;

    /// <summary>
    /// Lets a model judge the log, such as one of the package LogGuard.Detectors or one of your own. Sets
    /// <see cref="AnomalyDetectorOptions.Detector"/> to <see cref="DetectorKind.Custom"/>, unless the model is asked beside the others.
    /// </summary>
    /// <param name="options">The settings.</param>
    /// <param name="model">Trains the model, or loads it.</param>
    /// <param name="besideOthers">
    /// Whether the detector's own models judge as well; they are asked first. The default is false: only this model, and others that are
    /// added in the same way.
    /// </param>
    /// <returns>The same settings.</returns>
    /// <exception cref="ArgumentException">The model's name or window is out of range, or a model of that name is there already.</exception>
    public static AnomalyDetectorOptions UseDetector(this AnomalyDetectorOptions options, ILogModelTrainer model, bool besideOthers = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(model);
        var name = model.Name;
        if (string.IsNullOrEmpty(name) || name.Length > NameLimit || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException($"The model's Name is \"{name}\"; it must be a letter, then letters and digits, {NameLimit} characters at most.", nameof(model));
        }

        if (model.WindowSize is < 1 or > WindowLimit)
        {
            throw new ArgumentException($"The WindowSize of {name} is {model.WindowSize}; it must be between 1 and {WindowLimit:N0}.", nameof(model));
        }

        if (options.AddedQuestions.Cast<IQuestionSource>().Any(source => source.Name == name))
        {
            throw new ArgumentException($"A model of the name {name} was added before.", nameof(model));
        }

        options.AddQuestion(new LogModelSource(model));
        if (!besideOthers)
        {
            options.Detector = DetectorKind.Custom;
        }

        return options;
    }
}
