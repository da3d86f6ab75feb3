namespace LogGuard.Tests.Support;

/// <summary>Settings for the log of a small shop, in the tests of both doors: small models, and orders as sessions.</summary>
internal static class ShopOptions
{
    /// <summary>What the detector says of itself goes nowhere.</summary>
    public static AnomalyDetectorOptions Make(Action<AnomalyDetectorOptions>? configure = null)
    {
        var options = new AnomalyDetectorOptions { Diagnostics = _ => { } };
        Set(options);
        configure?.Invoke(options);
        return options;
    }

    public static void Set(AnomalyDetectorOptions options)
    {
        options.Session.Property = "OrderId";
        options.Model.HiddenSize = 16;
        options.Model.LayerCount = 1;
        options.Model.WindowSize = 4;
        options.Model.TrainingSteps = 300;
        options.Model.TopG = 1;
    }
}
