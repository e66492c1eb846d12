namespace Staple32.Stores;

/// <summary>What changes the files of a directory store.</summary>
/// <remarks>All methods throw as System.IO does: <see cref="WriteErrors.IsOne"/>.</remarks>
internal interface IFileWriter
{
    /// <summary>Writes a file, or replaces it, in one step.</summary>
    public void Write(string path, byte[] content);

    /// <summary>Gives a file a name that no other has.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public void Rename(string path, string newPath);

    /// <summary>Deletes a file that may not be there.</summary>
    public void Delete(string path);
}
