using System.Runtime.Versioning;
using System.Security;
using Microsoft.Win32;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// A logical system store as the registry has it, where the system has no Crypt32 to put it together.
/// </summary>
/// <param name="places">The physical stores that it is made of.</param>
[SupportedOSPlatform("windows")]
internal sealed class RegistryTrustRoots(IReadOnlyList<(RegistryKey Hive, string Path)> places) : ITrustRootSource
{
    /// <summary>"ROOT" of the current user.</summary>
    public static RegistryTrustRoots Roots { get; } = new(
    [
        (Registry.LocalMachine, @"SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates"),
        (Registry.LocalMachine, @"SOFTWARE\Microsoft\SystemCertificates\AuthRoot\Certificates"),
        (Registry.LocalMachine, @"SOFTWARE\Policies\Microsoft\SystemCertificates\Root\Certificates"),
        (Registry.LocalMachine, @"SOFTWARE\Microsoft\EnterpriseCertificates\Root\Certificates"),
        (Registry.CurrentUser, @"SOFTWARE\Microsoft\SystemCertificates\Root\Certificates"),
    ]);

    /// <summary>"AuthRoot": the roots of Microsoft's programme, without those of an enterprise or a user.</summary>
    public static RegistryTrustRoots PublicRoots { get; } = new(
    [
        (Registry.LocalMachine, @"SOFTWARE\Microsoft\SystemCertificates\AuthRoot\Certificates"),
        (Registry.LocalMachine, @"SOFTWARE\Policies\Microsoft\SystemCertificates\AuthRoot\Certificates"),
    ]);

    /// <summary>"NTAuth" of CERT_SYSTEM_STORE_LOCAL_MACHINE_ENTERPRISE: who may issue for logon.</summary>
    public static RegistryTrustRoots NtAuth { get; } =
        new([(Registry.LocalMachine, @"SOFTWARE\Microsoft\EnterpriseCertificates\NTAuth\Certificates")]);

    /// <inheritdoc/>
    public string Stamp()
    {
        // Entries are named after their thumbprints, so the names tell whether the set has changed.
        var names = new List<string>();
        foreach ((RegistryKey hive, string path) in places)
        {
            using RegistryKey? key = TryOpen(hive, path);
            if (key is not null)
                names.AddRange(NamesIn(key));
        }

        return string.Join('\n', names);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Certificate> Read(Action<string> report)
    {
        var certificates = new List<Certificate>();
        foreach ((RegistryKey hive, string path) in places)
        {
            using RegistryKey? key = TryOpen(hive, path);
            if (key is null)
                continue;
            foreach (string name in NamesIn(key))
            {
                using RegistryKey? entry = TryOpen(key, name);
                if (entry?.GetValue("Blob") is byte[] blob && FindCertificate(blob) is { } certificate)
                    certificates.Add(certificate);
                else
                    report($"{key.Name}\\{name}: not a certificate");
            }
        }

        return certificates;
    }

    /// <summary>The certificate of a serialized element, null if there is none in it.</summary>
    internal static Certificate? FindCertificate(ReadOnlyMemory<byte> blob)
    {
        try
        {
            SerializedElement.Read(ref blob, out StoredElement? element);
            return (element as StoredCertificate)?.Certificate;
        }
        catch (CertificateFormatException)
        {
            return null;
        }
    }

    private static RegistryKey? TryOpen(RegistryKey parent, string path)
    {
        try
        {
            return parent.OpenSubKey(path);
        }
        catch (Exception failure) when (IsRegistryFailure(failure))
        {
            return null;
        }
    }

    private static string[] NamesIn(RegistryKey key)
    {
        try
        {
            return key.GetSubKeyNames();
        }
        catch (Exception failure) when (IsRegistryFailure(failure))
        {
            return [];
        }
    }

    private static bool IsRegistryFailure(Exception failure) =>
        failure is SecurityException or IOException or UnauthorizedAccessException;
}
