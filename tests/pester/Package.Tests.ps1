BeforeAll {
    $repository = Convert-Path (Join-Path $PSScriptRoot '../..')
    $folder = Join-Path $TestDrive 'packages'
    $said = dotnet pack (Join-Path $repository 'src/PrivateLinkPg.Package') --configuration Release --output $folder
    if ($LASTEXITCODE -ne 0) { throw "dotnet pack failed: $($said -join "`n")" }
    $version = (Import-PowerShellDataFile (Join-Path $repository 'PrivateLinkPg.psd1')).ModuleVersion
    $package = Get-Item (Join-Path $folder "PrivateLinkPg.$version*.nupkg")
    $archive = Get-Item (Join-Path $folder 'PrivateLinkPg.zip')

    function Import-Alone([string] $path) {
        pwsh -NoProfile -NonInteractive -Command "Import-Module '$path'; (Get-Command -Module PrivateLinkPg).Count; (Get-Help New-PgPrivateEndpoint).Synopsis"
    }
}

Describe 'The gallery package' {
    It 'imports when unpacked as a gallery client does' {
        $module = Join-Path $TestDrive 'gallery/PrivateLinkPg'
        Expand-Archive $package $module
        Import-Alone $module | Select-Object -First 1 | Should -BeGreaterThan 0
    }

    It 'says that it is a module, and depends on no package' {
        $nuspec = [xml] (Get-Content (Join-Path $TestDrive 'gallery/PrivateLinkPg/PrivateLinkPg.nuspec') -Raw)
        $nuspec.package.metadata.tags -split ' ' | Should -Contain 'PSModule'
        $nuspec.package.metadata.dependencies | Should -BeNullOrEmpty
    }

    It 'is small' { $package.Length | Should -BeLessThan 8MB }
}

Describe 'The bill of materials' {
    BeforeAll {
        $module = Join-Path $TestDrive 'with-bill/PrivateLinkPg'
        Expand-Archive $package $module
        $bill = Get-Content (Join-Path $module 'PrivateLinkPg.cdx.json') -Raw | ConvertFrom-Json
        $files = @($bill.metadata.component) + $bill.components | ForEach-Object components
    }

    It 'names each assembly that is shipped, once, with the hash that it has' {
        $shipped = Get-ChildItem $module -Recurse -Filter *.dll | ForEach-Object { [IO.Path]::GetRelativePath($module, $_.FullName).Replace('\', '/') }
        $shipped | Should -Contain 'bin/PrivateLinkPg.Core.dll'
        $files.name | Sort-Object | Should -Be ($shipped | Sort-Object)
        foreach ($file in $files) { $file.hashes.content | Should -Be (Get-FileHash (Join-Path $module $file.name)).Hash -Because $file.name }
    }

    It 'names each library''s version and licence' {
        $bill.bomFormat, $bill.specVersion | Should -Be 'CycloneDX', '1.5'
        $bill.metadata.component.version | Should -BeLike "$version*"
        $npgsql = $bill.components | Where-Object name -EQ 'Npgsql'
        $npgsql.version | Should -Be (Get-Item (Join-Path $module 'bin/Npgsql.dll')).VersionInfo.ProductVersion.Split('+')[0]
        $npgsql.licenses.expression | Should -Be 'PostgreSQL'
        $bill.components | Where-Object { -not ($_.version -and $_.licenses.expression -and $_.purl) } | Should -BeNullOrEmpty
        # The notices are written by hand.
        $notices = Get-Content (Join-Path $module 'THIRD-PARTY-NOTICES.md') -Raw
        $bill.components.licenses.expression | Sort-Object -Unique | ForEach-Object { $notices | Should -Match "\| $_ \|" }
    }

    It 'tells who needs whom, among what is shipped' {
        $known = @($bill.metadata.component.'bom-ref') + $bill.components.'bom-ref'
        $bill.dependencies.ref | Sort-Object | Should -Be ($known | Sort-Object)
        $bill.dependencies.dependsOn | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
        ($bill.dependencies | Where-Object ref -Like '*/Azure.ResourceManager@*').dependsOn -like '*/Azure.Core@*' | Should -HaveCount 1
    }
}

Describe 'The Azure Automation archive' {
    It 'holds the module in a folder of its name, with its help' {
        Expand-Archive $archive (Join-Path $TestDrive 'automation')
        $imported = Import-Alone (Join-Path $TestDrive 'automation/PrivateLinkPg')
        $imported[0] | Should -BeGreaterThan 0
        $imported[1] | Should -Match 'private endpoint'
        Join-Path $TestDrive 'automation/PrivateLinkPg/PrivateLinkPg.cdx.json' | Should -Exist
    }

    It 'is small' { $archive.Length | Should -BeLessThan 8MB }
}
