using System.Globalization;

namespace EtlKit.Worker.Tests;

/// <summary>How long the worker takes to stop, as its own settings say.</summary>
internal static class Stops
{
    public static int DrainSeconds => (int)TimeSpan.Parse(Settings.Text("EtlKit/Defaults/DrainTimeout"), CultureInfo.InvariantCulture).TotalSeconds;

    public static int ShutdownSeconds => Settings.Number("ShutdownTimeoutSeconds");

    private static Manifest Settings => Manifest.Read("../appsettings.yaml")[0];
}
