using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Log;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The machine's trusted roots, read once however many stores are opened on them.</summary>
internal static class SystemRoots
{
    private static readonly Lock s_lock = new();
    private static string? s_settings;
    private static SharedTrustRoots? s_source;

    /// <summary>A store on the roots, for one handle or one engine. They are read when it is first looked into.</summary>
    public static SystemRootStore Open()
    {
        lock (s_lock)
        {
            // A program may set these before it opens another store.
            string settings = $"{HostEnvironment.Get("SSL_CERT_FILE")}\n{HostEnvironment.Get("SSL_CERT_DIR")}";
            if (s_source is null || settings != s_settings)
            {
                ITrustRootSource source = TrustRoots.ForThisMachine(HostEnvironment.Get);
                s_source = new SharedTrustRoots(OperatingSystem.IsWindows() ? new SystemRootSource(source) : source);
                s_settings = settings;
            }

            return StoreOn(s_source);
        }
    }

    /// <summary>As <see cref="Open"/>, on the roots of public programmes alone, where the machine keeps them apart.</summary>
    public static SystemRootStore OpenPublic() =>
        OperatingSystem.IsWindows() ? StoreOn(TrustRoots.PublicOfThisMachine(HostEnvironment.Get)) : Open();

    private static SystemRootStore StoreOn(ITrustRootSource source) =>
        new(source, TimeProvider.System, static line => Library.Log.Write(LogLevel.Warning, line));
}
