using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>How a <see cref="FileStore"/> treats a file that is there or is not.</summary>
public enum FileStoreMode
{
    /// <summary>A missing file is created, empty.</summary>
    OpenOrCreate,

    /// <summary>A missing file is a failure (CERT_STORE_OPEN_EXISTING_FLAG).</summary>
    OpenExisting,

    /// <summary>A file that is there is a failure (CERT_STORE_CREATE_NEW_FLAG).</summary>
    CreateNew,
}

/// <summary>
/// The certificates of a file, DER or PEM, as they were when it was opened (CERT_STORE_PROV_FILENAME). Changes stay in
/// memory; the file is never written.
/// </summary>
public sealed class FileStore : ListStore
{
    /// <summary>A longer file is no certificate file.</summary>
    public const int MaxFileBytes = 64 * 1024 * 1024;

    private FileStore(bool isReadOnly) => IsReadOnly = isReadOnly;

    /// <inheritdoc/>
    public override bool IsReadOnly { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It cannot be read, is missing or is there already, or its directory is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read or created, or is a directory.</exception>
    /// <exception cref="CertificateFormatException">It is neither empty nor made of certificates.</exception>
    public static FileStore Open(string path, FileStoreMode mode = FileStoreMode.OpenExisting, bool isReadOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] contents;
        try
        {
            contents = ReadAll(path, mode);
        }
        catch (InvalidDataException endless)
        {
            throw new CertificateFormatException($"{path}: {endless.Message}", endless);
        }

        var store = new FileStore(isReadOnly);
        if (contents.Length == 0)
            return store;
        string? failure = null;
        IReadOnlyList<Certificate> certificates = CertificateFile.Read(contents, line => failure ??= line);
        if (failure is not null)
            throw new CertificateFormatException($"{path}: {failure}");
        if (certificates.Count == 0)
            throw new CertificateFormatException($"{path}: no certificate in it");
        store.Load(certificates);
        return store;
    }

    private static byte[] ReadAll(string path, FileStoreMode mode)
    {
        (FileMode open, FileAccess access) = mode switch
        {
            FileStoreMode.OpenOrCreate => (FileMode.OpenOrCreate, FileAccess.Read),
            FileStoreMode.CreateNew => (FileMode.CreateNew, FileAccess.ReadWrite),
            _ => (FileMode.Open, FileAccess.Read),
        };
        using var file = new FileStream(path, open, access, FileShare.ReadWrite | FileShare.Delete);
        return BoundedFile.ReadToEnd(file, MaxFileBytes);
    }
}
