namespace LogGuard.Configuration;

/// <summary>A setting with one value.</summary>
internal sealed class ValueSetting<T>(
    string name, SettingFormat<T> form, Func<AnomalyDetectorOptions, T> get, Action<AnomalyDetectorOptions, T> set) : Setting(name)
{
    public override string Words => form.Words;

    public override void Set(AnomalyDetectorOptions options, IReadOnlyList<KeyValuePair<string, string?>> texts, Action<string> addFault)
    {
        // The last text wins, as in a layered configuration.
        var text = texts[^1].Value;
        if (form.TryRead(text, out var value))
        {
            set(options, value);
        }
        else
        {
            addFault(Fault(Name, text, form.Words));
        }
    }

    public override string Print(AnomalyDetectorOptions options) => form.Print(get(options));

    public override void Copy(AnomalyDetectorOptions from, AnomalyDetectorOptions to) => set(to, get(from));
}
