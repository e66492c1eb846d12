using Staple32.Abi.Boundary;
using Staple32.Abi.Foreign;
using Staple32.Log;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The trusted roots of the platform and of the directories ROOT, read once however many stores are opened on them.</summary>
internal static class SystemRoots
{
    private static readonly Lock s_lock = new();
    private static string? s_settings;
    private static SharedTrustRoots? s_source;

    /// <summary>A store on the roots, for one handle or one engine. They are read when it is first looked into.</summary>
    /// <param name="isUsers">Whether those in the user's directory are among them; on Windows they always are.</param>
    public static SystemRootStore Open(bool isUsers)
    {
        ITrustRootSource platform = Platform();
        if (OperatingSystem.IsWindows())
            return StoreOn(platform);
        return StoreOn(new JoinedTrustRoots(platform, SystemStorePlaces.FromEnvironment(HostEnvironment.Get).DirectoriesOf("ROOT", isUsers)));
    }

    /// <summary>As <see cref="Open"/>, on the roots of public programmes alone, where the machine keeps them apart.</summary>
    public static SystemRootStore OpenPublic() =>
        StoreOn(OperatingSystem.IsWindows() ? TrustRoots.PublicOfThisMachine(HostEnvironment.Get) : Platform());

    private static SharedTrustRoots Platform()
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

            return s_source;
        }
    }

    private static SystemRootStore StoreOn(ITrustRootSource source) =>
        new(source, TimeProvider.System, static line => Library.Log.Write(LogLevel.Warning, line));
}
