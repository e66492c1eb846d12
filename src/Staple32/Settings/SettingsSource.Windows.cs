using System.Globalization;
using System.Runtime.Versioning;
using System.Security;
using Microsoft.Win32;

namespace Staple32.Settings;

/// <summary>
/// REG_DWORD values under HKEY_LOCAL_MACHINE, where Windows keeps those of certificate chain engines
/// (CERT_CHAIN_CONFIG_REGPATH). Other values there are other people's and are not looked at.
/// </summary>
[SupportedOSPlatform("windows")]
public sealed class RegistrySettings : ISettingsSource
{
    public const string KeyPath =
        @"Software\Microsoft\Cryptography\OID\EncodingType 0\CertDllCreateCertificateChainEngine\Config";

    public void Read(ICollection<WrittenSetting> settings, ICollection<string> problems)
    {
        try
        {
            using RegistryKey? key = Registry.LocalMachine.OpenSubKey(KeyPath);
            if (key is null)
                return;
            foreach (SettingDefinition definition in SettingDefinition.All)
            {
                switch (key.GetValue(definition.Name, null, RegistryValueOptions.DoNotExpandEnvironmentNames))
                {
                    case null:
                        break;
                    case int number:
                        string value = unchecked((uint)number).ToString(CultureInfo.InvariantCulture);
                        settings.Add(new WrittenSetting(definition.Name, value, @"HKLM\" + KeyPath, 0));
                        break;
                    default:
                        problems.Add($@"HKLM\{KeyPath}: {definition.Name} is not a REG_DWORD");
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or SecurityException or UnauthorizedAccessException)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $@"HKLM\{KeyPath}: cannot be read (error 0x{e.HResult:X8})"));
        }
    }
}
