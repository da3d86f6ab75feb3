using Microsoft.Extensions.Options;

namespace LogGuard.Extensions.Logging;

/// <summary>Checks a detector's settings as its constructor does, so that the host does not start with wrong ones.</summary>
internal sealed class OptionsValidator : IValidateOptions<AnomalyDetectorOptions>
{
    public ValidateOptionsResult Validate(string? name, AnomalyDetectorOptions options)
    {
        try
        {
            options.Copy();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException exception)
        {
            return ValidateOptionsResult.Fail(string.IsNullOrEmpty(name) ? exception.Message : $"{name}: {exception.Message}");
        }
    }
}
