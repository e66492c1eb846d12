namespace Staple32.Stores;

public static partial class TrustRoots
{
    // Debian, Ubuntu, Alpine, Arch; Fedora and RHEL; SUSE; older RHEL; Alpine without ca-certificates, BSD.
    private static readonly string[] s_bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    ];

    private const string NtAuthVariable = "STAPLE32_NTAUTH_DIR";
    private const string NtAuthDirectory = "/etc/staple32/ntauth";

    private static readonly string[] s_directories = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

    /// <summary>
    /// The file named by SSL_CERT_FILE and the directories named by SSL_CERT_DIR (separated by colons); if neither is
    /// set, the distribution's bundle, else its directory.
    /// </summary>
    private static FileTrustRoots FromFiles(Func<string, string?> environment)
    {
        string? file = environment("SSL_CERT_FILE");
        string? directories = environment("SSL_CERT_DIR");
        if (string.IsNullOrEmpty(file) && string.IsNullOrEmpty(directories))
            return new FileTrustRoots(s_bundles, s_directories, isFirstEnough: true);
        return new FileTrustRoots(
            string.IsNullOrEmpty(file) ? [] : [file],
            (directories ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
            isFirstEnough: false);
    }

    private static FileTrustRoots NtAuthFromFiles(Func<string, string?> environment) =>
        new([], [environment(NtAuthVariable) ?? NtAuthDirectory], isFirstEnough: false);
}
